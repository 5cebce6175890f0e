/** Decides which TTL a key gets when it has lost its own. */
import type { Family, Profile } from './types.js';

/** Seconds of the TTL to set; 0: the TTL varies, or the family has none. */
export const ttlToSet = ({ ttl, leak }: Family): number => leak?.seconds ?? (ttl.expires ? (ttl.seconds ?? 0) : 0);

/**
 * True when a key without a TTL counts as a leak: its period, or another key, shows that it is not used any more, or the profile
 * says that its loss changes nothing.
 */
export const canLeak = ({ ttl, leak, role, grain }: Family): boolean =>
  ttl.expires
    ? ttl.orStays !== true &&
      (leak !== undefined || (ttl.seconds !== undefined && (role === 'counter' || role === 'index' || grain !== 'none')))
    : leak !== undefined;

/** Whether an invariant sets a TTL on such a key. `negative`: only when its value is below zero. */
export function repairsTtl(profile: Profile, family: Family): 'always' | 'negative' | 'never' {
  for (const invariant of profile.consistency?.invariants ?? []) {
    if (invariant.kind !== 'ttl') continue;
    const named = invariant.families?.find((one) => one.family === family.id);
    if (named) return named.onlyNegative === true ? 'negative' : 'always';
    if (!invariant.families && invariant.roles?.includes(family.role) === true && ttlToSet(family) > 0) return 'always';
  }
  return 'never';
}
