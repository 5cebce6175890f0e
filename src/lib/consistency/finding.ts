/** A confirmed difference, with everything that its repair must check again. */
import type { DifferenceClass } from '../profile/invariants.js';
import type { FamilyPlan, Relation } from './relation.js';

export interface FieldDifference {
  /** A hash field; '' for a string's value. */
  field: string;
  /** Decimal texts; `null`: does not exist. */
  expected: string | null;
  actual: string | null;
  delta: string | null;
  /** `expected` and `actual` are this program's words, such as a type or a TTL, and contain no data of the server. */
  ownWords?: boolean;
}

/**
 * A repair. Every variant names one key and contains the exact texts that were judged, so that the server changes the key only if
 * they are unchanged.
 */
export type Repair =
  | {
      /** `lower`: only when requested. */
      kind: 'raise' | 'lower';
      db: number;
      key: string;
      /** True when the key existed. */
      exists: boolean;
      /**
       * Deltas are decimals for costs and integers for counters; negative to lower. `judged`: the text that was read; `null`:
       * none.
       */
      fields: readonly { field: string; judged: string | null; delta: string }[];
      /** TTL in seconds for a key that is created; `null`: no TTL. */
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
  /** Only this family, which the user has not named, would change. */
  | { kind: 'elsewhere'; family: string }
  | { kind: 'none'; why: string };

/** A member of a set, with its score in a sorted set or its value in a hash. */
export interface ListItem {
  member: string;
  value: string | null;
}

export interface Finding {
  relation: Relation;
  db: number;
  /** The differing key with its plan; byte string. */
  key: string;
  plan: FamilyPlan;
  class: DifferenceClass;
  drift: string | null;
  /** More specific than the class, such as `mixed`; `null`: the class is sufficient. */
  verdict: string | null;
  cause: string;
  fields: readonly FieldDifference[];
  /** For sums with a tolerance: the part of each difference that rounding explains, as a decimal. */
  slack?: string;
  /** Members of a list that are missing, unexpected, or have a different score or value. */
  members: { missing: readonly string[]; ghosts: readonly string[]; altered: readonly string[] } | null;
  repair: Repair;
  /** Equal for two readings with the same result. */
  identity: string;
}

/** Why a known reason needs no repair. */
export const NOTHING_WRONG = 'the remaining figures are correct';
