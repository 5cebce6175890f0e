/** What the keys of a keyspace say against a profile. */
import type { Count } from '../format/json-types.js';
import type { Family, Profile } from '../profile/types.js';
import type { FamilyRow } from './model.js';

/**
 * `unknown`: keys that no family matches. `type`: keys of another type. `without-ttl`: keys without a TTL in a family whose keys
 * expire. `with-ttl`: keys with one in a family whose keys stay. `longer-ttl`: a TTL above that of the family. `unseen`: a family
 * without keys.
 */
export type MisfitCode = 'unknown' | 'type' | 'without-ttl' | 'with-ttl' | 'longer-ttl' | 'unseen';

export interface Misfit {
  code: MisfitCode;
  /** `null`: keys of no family. */
  family: string | null;
  pattern: string;
  keys: Count;
  /** Types that were found, or the longest TTL in seconds; `null`: neither. */
  found: string | null;
}

type Row = Pick<FamilyRow, 'id' | 'profile' | 'pattern' | 'types' | 'keys' | 'noTtl' | 'ttlSeconds' | 'inferred'>;

/** True for what contradicts the profile. A family without keys does not. */
export const contradicts = ({ code }: Misfit): boolean => code !== 'unseen';

export function misfitsOf(profile: Profile, rows: readonly Row[]): Misfit[] {
  const own = new Map(rows.filter((row) => row.profile === profile.name).map((row) => [row.id, row]));
  const unknown = rows
    .filter(({ inferred }) => inferred)
    .map(({ pattern, keys }): Misfit => ({ code: 'unknown', family: null, pattern, keys, found: null }));
  return [
    ...unknown,
    ...profile.families.flatMap((family) => {
      const row = own.get(family.id);
      const { id, pattern } = family;
      return row ? ofFamily(family, row) : [{ code: 'unseen' as const, family: id, pattern, keys: 0, found: null }];
    }),
  ];
}

/** Rounding of TTLs that were read a moment after they were set. */
const SLACK_SECONDS = 1;

function ofFamily(family: Family, { types, keys, noTtl, ttlSeconds }: Row): Misfit[] {
  const { id, pattern, ttl } = family;
  const misfit = (code: MisfitCode, count: number, found: string | null): Misfit => ({
    code,
    family: id,
    pattern,
    keys: count,
    found,
  });
  const others = Object.entries(types).filter(
    ([type]) => type !== family.type && !family.alsoTypes?.some((also) => also === type),
  );
  const wrong = others.reduce((sum, [, count]) => sum + count, 0);
  const longest = ttlSeconds?.max ?? 0;
  return [
    ...(wrong > 0 ? [misfit('type', wrong, others.map(([type]) => type).join(', '))] : []),
    ...(ttl.expires && ttl.orStays !== true && (noTtl ?? 0) > 0 ? [misfit('without-ttl', noTtl!, null)] : []),
    ...(!ttl.expires && noTtl !== null && noTtl < keys ? [misfit('with-ttl', keys - noTtl, String(Math.ceil(longest)))] : []),
    ...(ttl.expires && ttl.seconds !== undefined && longest > ttl.seconds + SLACK_SECONDS
      ? [misfit('longer-ttl', keys, String(Math.ceil(longest)))]
      : []),
  ];
}
