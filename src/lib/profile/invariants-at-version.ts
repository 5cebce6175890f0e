import type { Consistency } from './invariants.js';
import { judgedWithin } from './judged-within.js';
import type { Profile } from './types.js';

/** The invariants that hold for the release, which has these owners. */
export function consistencyOf(
  profile: Profile,
  consistency: Consistency,
  version: string,
  owners: readonly string[],
): Consistency {
  const { invariants, drifts, ...rest } = judgedWithin(profile, consistency, { from: version, to: version }).consistency;
  return {
    ...rest,
    invariants: invariants.filter((invariant) => invariant.kind !== 'owner' || owners.includes(invariant.dimension)),
    drifts: drifts.filter(({ dimension }) => dimension === undefined || owners.includes(dimension)),
  };
}
