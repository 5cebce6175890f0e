import { mentionsIn } from '../env-file/app-source.js';
import { readingOf, type Reading } from '../env-file/readers.js';
import { switchesOf } from '../env-file/settings.js';
import { usageError } from '../format/errors.js';
import { loadProfile } from '../profile/load.js';
import type { Profile } from '../profile/types.js';
import type { DeployedFlags } from './flags-flags.js';

/** The application as it is deployed. */
export interface Deployed {
  profile: Profile;
  /** The release, null where nobody said which. */
  version: string | null;
  /** By variable. */
  readings: ReadonlyMap<string, Reading>;
}

/** Throws usage errors for a profile without switches, a release that it does not know, and a folder without source. */
export async function deployedFrom(flags: DeployedFlags): Promise<Deployed> {
  const { 'app-version': release, 'app-dir': folder } = flags;
  const at = flags.profile.lastIndexOf('@');
  if (release !== undefined && at >= 0)
    throw usageError('--app-version and the version in --profile are the same thing.', 'Leave one of them out.');
  const profile = await loadProfile(release === undefined ? flags.profile : `${flags.profile}@${release}`);
  const switches = switchesOf(profile);
  const version = release ?? (at < 0 ? null : flags.profile.slice(at + 1));
  const names = switches.map(({ env }) => env);
  const mentions = folder === undefined ? undefined : await mentionsIn(folder, names);
  return {
    profile,
    version,
    readings: new Map(switches.map((one) => [one.env, readingOf(one, version, mentions?.get(one.env))])),
  };
}
