import { ANY_RELEASE, namedRelease } from '../../recognise/release-range.js';
import { deployedReadings, type Reading } from '../../recognise/switch-reading.js';
import { switchesOf } from '../../switches/settings.js';
import { loadProfile } from '../../profile/load.js';
import { isVersion } from '../../profile/version.js';
import type { Profile } from '../../profile/types.js';
import type { DeployedRequest } from './options.js';

/** The application as it is deployed. */
export interface Deployed {
  profile: Profile;
  /** The named version; `null`: none. */
  version: string | null;
  /** The same; `null` also if it is not a release, such as `documented`. */
  release: string | null;
  /** Readings by variable. */
  readings: ReadonlyMap<string, Reading>;
}

/** Throws usage errors for a profile without switches, an unknown release, and a folder without source code. */
export async function deployedFrom({ profile: spec, appDir }: DeployedRequest): Promise<Deployed> {
  const profile = await loadProfile(spec);
  // Throws for a profile without switches.
  switchesOf(profile);
  const at = spec.lastIndexOf('@');
  const version = at < 0 ? null : spec.slice(at + 1);
  const release = version !== null && isVersion(version) ? version : null;
  return {
    profile,
    version,
    release,
    readings: await deployedReadings(profile, release === null ? ANY_RELEASE : namedRelease(release), appDir),
  };
}
