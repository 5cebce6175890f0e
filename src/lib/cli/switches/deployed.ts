import { ANY_RELEASE, namedRelease } from '../../recognise/release-range.js';
import { deployedReadings, type Reading } from '../../recognise/switch-reading.js';
import { switchesOf } from '../../switches/settings.js';
import { profileIn } from '../../profile/builtin/in-language.js';
import { loadProfile } from '../../profile/load.js';
import { isVersion, type Releases } from '../../profile/version.js';
import type { Profile } from '../../profile/types.js';
import type { Language } from '../../report/messages/language.js';
import type { DeployedRequest } from './options.js';

/** An application as the user names it. */
export interface Application {
  profile: Profile;
  /** The named version; `null`: none. */
  version: string | null;
  /** The same; `null` also if it is not a release, such as `documented`. */
  release: string | null;
}

/** The application as it is deployed. `version` and `release` may be the oldest that the data show. */
export interface Deployed extends Application {
  /** The releases that the data show; `null`: one is named, or nothing is known. */
  releases: Releases | null;
  /** Readings by variable. */
  readings: ReadonlyMap<string, Reading>;
}

/** Throws usage errors for a profile without switches, and for an unknown release. */
export async function applicationFrom(
  { profile: spec }: Pick<DeployedRequest, 'profile'>,
  language: Language = 'en',
): Promise<Application> {
  const profile = await profileIn(language, await loadProfile(spec));
  // Throws for a profile without switches.
  switchesOf(profile);
  const at = spec.lastIndexOf('@');
  const version = at < 0 ? null : spec.slice(at + 1);
  return { profile, version, release: version !== null && isVersion(version) ? version : null };
}

/** `shown`: the releases that the data show; they do not count if one is named. Throws a usage error for a folder without source code. */
export async function deployedFrom(
  application: Application,
  { appDir }: DeployedRequest,
  shown: Releases | null = null,
): Promise<Deployed> {
  const { profile } = application;
  if (application.version === null && shown) {
    const readings = await deployedReadings(profile, shown, appDir);
    return { profile, version: shown.from, release: shown.from, releases: shown, readings };
  }
  const { release } = application;
  const readings = await deployedReadings(profile, release === null ? ANY_RELEASE : namedRelease(release), appDir);
  return { ...application, releases: null, readings };
}
