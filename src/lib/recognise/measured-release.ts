import type { Profile } from '../profile/types.js';
import { isVersion } from '../profile/version.js';
import { ANY_RELEASE, comparedRelease, namedRelease, type ReleaseRange } from './release-range.js';
import { signWordsOf } from './words.js';

/** The release used for comparison, among the possible ones. */
export interface MeasuredRelease extends ReleaseRange {
  /** `null`: releases do not matter. May be another name, because some measured figures do not belong to a release. */
  version: string | null;
}

/** The newest release of the range. */
export function measuredRelease(profile: Profile, range: ReleaseRange): MeasuredRelease {
  const version = comparedRelease(profile, range);
  const evidence = version === null || range.evidence.length > 0 ? range.evidence : [signWordsOf(profile).unseen];
  return { ...range, evidence, version };
}

/** The release that the user gave as PROFILE@VERSION. */
export const askedRelease = (version: string): MeasuredRelease => ({
  ...(isVersion(version) ? namedRelease(version) : ANY_RELEASE),
  evidence: [],
  version,
});

export const NO_RELEASE: MeasuredRelease = { ...ANY_RELEASE, evidence: [], version: null };
