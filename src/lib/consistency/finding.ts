/** A difference that was found, with everything that its repair must judge again. */
import type { DifferenceClass } from '../profile/invariants.js';
import type { FamilyPlan, Relation } from './relation.js';

export interface FieldDifference {
  /** A hash field; '' stands for a string's value. */
  field: string;
  /** Decimal texts; `null`: not there. */
  expected: string | null;
  actual: string | null;
  delta: string | null;
  /** `expected` and `actual` are words of this program, such as a type or a TTL, and nothing of what the server holds. */
  ownWords?: boolean;
}

/**
 * What repair would do. Every variant names one key and holds the exact texts that were judged, so that the change can be made on the
 * server only if they still stand there.
 */
export type Repair =
  | {
      /** `lower`: only where it was asked for. */
      kind: 'raise' | 'lower';
      db: number;
      key: string;
      /** The key was there. */
      exists: boolean;
      /** Deltas are decimals for costs, whole numbers for counters; negative to lower. `judged`: the text that was read, `null` for none. */
      fields: readonly { field: string; judged: string | null; delta: string }[];
      /** A key that is made anew gets this life in seconds; `null`: it stays. */
      seconds: number | null;
    }
  | {
      kind: 'members';
      db: number;
      key: string;
      type: string;
      add: readonly ListItem[];
      remove: readonly ListItem[];
      seconds: number | null;
    }
  | { kind: 'expire'; db: number; key: string; judgedTtlMs: number; seconds: number }
  | { kind: 'persist'; db: number; key: string; judgedTtlMs: number }
  | { kind: 'none'; why: string };

/** A member of a set; with a score or value in a sorted set or hash. */
export interface ListItem {
  member: string;
  value: string | null;
}

export interface Finding {
  relation: Relation;
  db: number;
  /** The key that is off, with its plan; byte string. */
  key: string;
  plan: FamilyPlan;
  class: DifferenceClass;
  drift: string | null;
  /** A finer word than the class, such as `mixed`; `null` where the class says it. */
  verdict: string | null;
  cause: string;
  fields: readonly FieldDifference[];
  /** Of sums with a tolerance: what rounding explains of each difference, as a decimal. */
  slack?: string;
  /** Members of a list that are missing, wrongly there, or there with another score or value. */
  members: { missing: readonly string[]; ghosts: readonly string[]; altered: readonly string[] } | null;
  repair: Repair;
  /** Equal for two readings that found the same. */
  identity: string;
}

/** Why a known reason needs no repair. */
export const NOTHING_WRONG = 'nothing is wrong with the figures that are left';
