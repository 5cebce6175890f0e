import type { RedisType } from '../profile/types.js';
import type { Entry } from './entry.js';

/** The contents of a generated keyspace, against which a report can be checked. */
export interface Manifest {
  families: FamilyTruth[];
  planted: Planted[];
}

export interface FamilyTruth {
  pattern: string;
  type: RedisType;
  keys: number;
  withTtl: number;
}

export type Problem =
  | 'counter-without-ttl'
  | 'orphan-owner'
  | 'deleted-account'
  | 'ghost-member'
  | 'one-day-ttl'
  | 'large-stream'
  | 'unknown-keys';

/** A deliberate fault, with the keys that show it. */
export interface Planted {
  problem: Problem;
  keys: string[];
}

/** Counts keys by pattern, in the order in which the patterns first appear. */
export function createTally(): { add(entry: Entry): void; families(): FamilyTruth[] } {
  const byPattern = new Map<string, FamilyTruth>();
  return {
    add({ pattern, value, ttl }) {
      const family = byPattern.get(pattern) ?? { pattern, type: value.type, keys: 0, withTtl: 0 };
      family.keys++;
      if (ttl !== null) family.withTtl++;
      byPattern.set(pattern, family);
    },
    families: () => [...byPattern.values()],
  };
}

/** Number of keys, and number of keys with a TTL. */
export interface KeyspaceSize {
  keys: number;
  expiring: number;
}

export function sizeOf({ families }: Manifest): KeyspaceSize {
  const sum = (count: (family: FamilyTruth) => number): number => families.reduce((total, family) => total + count(family), 0);
  return { keys: sum((family) => family.keys), expiring: sum((family) => family.withTtl) };
}
