import { mentionsIn } from '../../recognise/app-source.js';
import { ANY_RELEASE, namedRelease } from '../../recognise/release-range.js';
import { readingsOf, type Reading } from '../../recognise/switch-reading.js';
import { switchesOf } from '../../switches/settings.js';
import { usageError } from '../../format/errors.js';
import { loadProfile } from '../../profile/load.js';
import { isVersion } from '../../profile/version.js';
import type { Profile } from '../../profile/types.js';
import type { DeployedFlags } from './flags.js';

/** The application as it is deployed. */
export interface Deployed {
  profile: Profile;
  /** As it was named, null where nobody named one. */
  version: string | null;
  /** The same, null also where it is no release, such as `documented`. */
  release: string | null;
  /** By variable. */
  readings: ReadonlyMap<string, Reading>;
}

/** Throws usage errors for a profile without switches, a release that it does not know, and a folder without source. */
export async function deployedFrom(flags: DeployedFlags): Promise<Deployed> {
  const { 'app-version': given, 'app-dir': folder } = flags;
  const at = flags.profile.lastIndexOf('@');
  if (given !== undefined && at >= 0)
    throw usageError('--app-version and the version in --profile are the same thing.', 'Leave one of them out.');
  const profile = await loadProfile(given === undefined ? flags.profile : `${flags.profile}@${given}`);
  const switches = switchesOf(profile);
  const version = given ?? (at < 0 ? null : flags.profile.slice(at + 1));
  const release = version !== null && isVersion(version) ? version : null;
  const names = switches.map(({ env }) => env);
  const mentions = folder === undefined ? undefined : await mentionsIn(folder, names);
  return {
    profile,
    version,
    release,
    readings: readingsOf(profile, release === null ? ANY_RELEASE : namedRelease(release), mentions),
  };
}
