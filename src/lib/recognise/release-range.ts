/** Which releases can have written the data: at least that which first wrote what is there, none of those that would have left more. */
import type { Fingerprint, Profile } from '../profile/types.js';
import { compareVersions, type Releases } from '../profile/version.js';
import { missingSign, releaseTold, signText } from './words.js';

/** Releases that may have written the data; only one where the data name it. */
export interface ReleaseRange extends Releases {
  /** The strongest first. */
  evidence: readonly string[];
}

export const ANY_RELEASE: Releases = { from: null, to: null };

const SIGNS_SHOWN = 3;

/** `signs`: in the order of `newestFirst`. `seen`: whether a sign is there, `null` where that cannot be told. `told`: the release that the data themselves name. */
export function releaseRange(
  signs: readonly Fingerprint[],
  seen: (sign: Fingerprint) => boolean | null,
  told: { release: string; key: string } | null = null,
): ReleaseRange {
  if (told) return { from: told.release, to: told.release, evidence: [releaseTold(told)] };
  const looked = signs.map((sign) => ({ sign, there: seen(sign) }));
  const present = looked.filter(({ there }) => there === true);
  const from = present[0]?.sign.since ?? null;
  // What is missing below a release that is there was taken away, or is of an application that was upgraded.
  const lacking = looked.filter(
    ({ sign, there }) => there === false && sign.always !== undefined && (from === null || compareVersions(sign.since, from) > 0),
  );
  const missing = lacking.at(-1)?.sign;
  return {
    from,
    to: missing ? before(missing.since) : null,
    evidence: [...present.slice(0, SIGNS_SHOWN).map(({ sign }) => signText(sign)), ...(missing ? [missingSign(missing)] : [])],
  };
}

/** The profile's signs, and others, in the order in which they are worth looking at; of the same release those of the profile first. */
export const newestFirst = ({ fingerprints = [] }: Profile, more: readonly Fingerprint[] = []): Fingerprint[] =>
  [...fingerprints, ...more].toSorted((a, b) => compareVersions(b.since, a.since));

/** The range of a release that somebody has named. */
export const namedRelease = (version: string): Releases => ({ from: version, to: version });

/** The release number just below; whether it was ever made does not matter for a comparison. */
function before(version: string): string {
  const numbers = version.split('.');
  const last = Number(numbers.pop());
  return last > 0 ? [...numbers, last - 1].join('.') : version;
}

/** The one release of the range that figures are compared with: the newest that it allows; `null` where releases do not matter. */
export const comparedRelease = ({ versions }: Profile, { to }: Releases): string | null => to ?? versions?.newest ?? null;
