/** What gives a key that has lost its TTL a life again. */
import type { Family, Profile } from './types.js';

/** Seconds that a key lives that gets its life back; 0: its life varies, or it has none. */
export const lifeOf = ({ ttl, leak }: Family): number => leak?.seconds ?? (ttl.expires ? (ttl.seconds ?? 0) : 0);

/** Whether a key without a TTL is one that was left behind: its period, or another key, tells that nobody uses it. */
export const canLeak = ({ ttl, leak, role, grain }: Family): boolean =>
  ttl.expires &&
  ttl.orStays !== true &&
  (leak !== undefined || (ttl.seconds !== undefined && (role === 'counter' || role === 'index' || grain !== 'none')));

/** Whether an invariant gives such a key a TTL. `negative`: only where its value is below zero. */
export function repairsLife(profile: Profile, family: Family): 'always' | 'negative' | 'never' {
  for (const invariant of profile.consistency?.invariants ?? []) {
    if (invariant.kind !== 'ttl') continue;
    const named = invariant.families?.find((one) => one.family === family.id);
    if (named) return named.onlyNegative === true ? 'negative' : 'always';
    if (!invariant.families && invariant.roles?.includes(family.role) === true && lifeOf(family) > 0) return 'always';
  }
  return 'never';
}
