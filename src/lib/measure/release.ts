import { flowsOf } from '../estimate/flows.js';
import { compareVersions } from '../profile/version.js';
import type { Workload } from '../profile/operations.js';
import type { Fingerprint, Profile } from '../profile/types.js';

/** Whether a sign of a release is there; `null`: cannot be told. */
export type SignSeen = (sign: Fingerprint) => boolean | null;

/** Which release the figures are compared with, and why. */
export interface Release {
  /** `null` where releases do not matter. */
  version: string | null;
  evidence: string;
}

/**
 * The newest release that what was seen allows: one that would have counted something with every request that is not there is
 * ruled out, and so are those after it.
 */
export function releaseOf(profile: Profile, workload: Workload, seen: SignSeen): Release {
  const newest = profile.versions?.newest ?? null;
  if (newest === null) return { version: null, evidence: '' };
  const always = writtenAlways(profile, workload);
  const signs = (profile.fingerprints ?? []).map((sign) => ({ sign, there: seen(sign) }));
  const [last] = signs.filter(({ there }) => there === true).toSorted((a, b) => compareVersions(b.sign.since, a.sign.since));
  const [missing] = signs
    .filter(({ sign, there }) => there === false && sign.name === undefined && always.has(sign.family))
    .filter(({ sign }) => !last || compareVersions(sign.since, last.sign.since) > 0)
    .toSorted((a, b) => compareVersions(a.sign.since, b.sign.since));
  if (missing)
    return { version: before(missing.sign.since), evidence: `not so: ${missing.sign.sign} (since ${missing.sign.since})` };
  return {
    version: newest,
    evidence: last ? `${last.sign.sign} (since ${last.sign.since})` : 'the newest release known, not seen',
  };
}

/** Families whose fields the newest release counts up with every request. */
function writtenAlways(profile: Profile, workload: Workload): Set<string | null> {
  const flows = flowsOf(profile, null, { ...workload, requestsPerDay: 1 }).filter(({ perRequest }) => perRequest === 1);
  return new Set(
    flows.flatMap(({ commands }) => commands.filter(({ command }) => command === 'HINCRBY').map(({ family }) => family)),
  );
}

/** The release number just below; whether it was ever made does not matter for a comparison. */
function before(version: string): string {
  const numbers = version.split('.');
  const last = Number(numbers.pop());
  return last > 0 ? [...numbers, last - 1].join('.') : version;
}
