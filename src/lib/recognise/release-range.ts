/**
 * Computes which releases can have written the data: at least the release that introduced what is present, and none that would
 * have written more.
 */
import type { Fingerprint, Profile } from '../profile/types.js';
import { compareVersions, type Releases } from '../profile/version.js';
import { signWordsOf } from './words.js';

/** The releases that may have written the data; a single one when the data name it. */
export interface ReleaseRange extends Releases {
  /** Strongest evidence first. */
  evidence: readonly string[];
}

export const ANY_RELEASE: Releases = { from: null, to: null };

const SIGNS_SHOWN = 3;

/**
 * `signs`: in the order of `newestFirst`. `seen`: true when a sign is present, `null`: unknown. `named`: the release that the data
 * name.
 */
export function releaseRange(
  profile: Profile,
  signs: readonly Fingerprint[],
  seen: (sign: Fingerprint) => boolean | null,
  named: { release: string; key: string } | null = null,
): ReleaseRange {
  const words = signWordsOf(profile);
  if (named) return { from: named.release, to: named.release, evidence: [words.named(named)] };
  const looked = signs.map((sign) => ({ sign, there: seen(sign) }));
  const present = looked.filter(({ there }) => there === true);
  const from = present[0]?.sign.since ?? null;
  // A missing sign below a release that is present was deleted, or the application was upgraded.
  const lacking = looked.filter(
    ({ sign, there }) => there === false && sign.always !== undefined && (from === null || compareVersions(sign.since, from) > 0),
  );
  const missing = lacking.at(-1)?.sign;
  return {
    from,
    to: missing ? before(missing.since) : null,
    evidence: [
      ...present.slice(0, SIGNS_SHOWN).map(({ sign }) => words.present(sign)),
      ...(missing ? [words.missing(missing)] : []),
    ],
  };
}

/** The profile's signs and others, newest first; for the same release, the profile's signs first. */
export const newestFirst = ({ fingerprints = [] }: Profile, more: readonly Fingerprint[] = []): Fingerprint[] =>
  [...fingerprints, ...more].toSorted((a, b) => compareVersions(b.since, a.since));

/** The range for a release that the user named. */
export const namedRelease = (version: string): Releases => ({ from: version, to: version });

/** The next lower release number. It need not exist, because it is only compared. */
function before(version: string): string {
  const numbers = version.split('.');
  const last = Number(numbers.pop());
  return last > 0 ? [...numbers, last - 1].join('.') : version;
}

/** The release used for comparison: the newest of the range; `null`: releases do not matter. */
export const comparedRelease = ({ versions }: Profile, { to }: Releases): string | null => to ?? versions?.newest ?? null;
