import type { Profile } from '../profile/types.js';
import { isVersion } from '../profile/version.js';
import { ANY_RELEASE, comparedRelease, namedRelease, type ReleaseRange } from './release-range.js';
import { RELEASE_UNSEEN } from './words.js';

/** The release that figures are compared with, among those that may run. */
export interface MeasuredRelease extends ReleaseRange {
  /** `null` where releases do not matter; not always a release, since other figures have names as well. */
  version: string | null;
}

/** The newest that the range allows. */
export function measuredRelease(profile: Profile, range: ReleaseRange): MeasuredRelease {
  const version = comparedRelease(profile, range);
  const evidence = version === null || range.evidence.length > 0 ? range.evidence : [RELEASE_UNSEEN];
  return { ...range, evidence, version };
}

/** As somebody has named it, behind the `@` of a profile. */
export const askedRelease = (version: string): MeasuredRelease => ({
  ...(isVersion(version) ? namedRelease(version) : ANY_RELEASE),
  evidence: [],
  version,
});

export const NO_RELEASE: MeasuredRelease = { ...ANY_RELEASE, evidence: [], version: null };
