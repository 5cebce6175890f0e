/**
 * The invariants of an application's data, and the legitimate reasons for differences. The checks are generated from these; see
 * docs/consistency.md. Ids refer to the profile's own catalogue.
 */

/**
 * Class of a difference. `corruption`: no sequence of the application's own writes produces such values. `partial-write`: one
 * side lacks writes that the other has. `leak`: a key that should expire has no TTL. `orphan`: the owner does not exist. `index`:
 * a list and its listed keys disagree. `known-drift`: the application itself causes it, and nothing is wrong. `stale`: a figure
 * that is recomputed from time to time.
 */
export type DifferenceClass = 'corruption' | 'partial-write' | 'leak' | 'orphan' | 'index' | 'known-drift' | 'stale';

export type Invariant =
  | FieldInvariant
  | SumInvariant
  | PresenceInvariant
  | OwnerInvariant
  | IndexInvariant
  | ListingInvariant
  | TtlInvariant
  | ValueInvariant
  | CarriedInvariant;

interface Rule {
  /** Unique in the profile, such as `S1`. */
  id: string;
  /** The relation in words or signs, without a full stop. */
  title: string;
  /** The most likely cause of a difference, as a sentence. */
  cause: string;
  /** Why a broken relation is not repaired; absent when it can be repaired. */
  unrepairable?: string;
  since?: string;
  until?: string;
}

/** What a hash whose whole is not the sum of its parts means, if the application writes the two separately. */
export interface Meaning {
  verdict: string;
  /** `null`: legitimate; counts as holding. */
  class: DifferenceClass | null;
  cause: string;
}

/** Fields of one hash: the whole equals the sum of the parts, or is at least the sum. A missing field is 0. */
export interface FieldInvariant extends Rule {
  kind: 'fields';
  compare: 'equal' | 'at-least';
  in: readonly { families: readonly string[]; whole: string; parts: readonly string[] }[];
  meanings?: { partsAbsent?: Meaning; below?: Meaning; above?: Meaning; double?: Meaning };
}

/** One side of a sum: for each key of the family, the fields with the quantities; `null`: the value of a string. */
export interface Side {
  family: string;
  /** Quantity → field. A field with a `{placeholder}` occurs once per value of it, such as `model:{model}:requests`. */
  quantities: Readonly<Record<string, string | null>>;
}

/** A known reason why the two sides may differ in one direction. */
export interface DriftGuard {
  drift: string;
  when: 'parts-below' | 'parts-above';
  /** Applies only when no other quantity differs. */
  quantities?: readonly string[];
}

/**
 * For all keys that share the placeholders of the whole's name: the sum of the parts equals the whole, or is at most the whole. A
 * finer period in the parts' names is truncated. Costs are compared in USD; micro-USD are converted.
 */
export interface SumInvariant extends Rule {
  kind: 'sum';
  parts: Side;
  whole: Side;
  compare?: 'equal' | 'at-most';
  /**
   * Difference that rounding explains, as a decimal in the quantity's unit: per part, or per request that the parts count
   * (`requests`).
   */
  tolerance?: { amount: string; per: 'part' | { field: string } };
  /** The parts that a deleted owner leaves: another family, summed over owners that do not exist. */
  leftBehind?: string;
  /**
   * The application reads its clock again before it writes this side, so a request may be counted in two periods, as the drift
   * explains.
   */
  clocks?: { later: 'parts' | 'whole'; drift: string };
  guards?: readonly DriftGuard[];
  /**
   * The application writes the parts last, request by request, so an interrupted request is missing only there. `what` such a
   * request lacks, and why, as the end of a sentence.
   */
  partsLast?: { what: string; because: string };
  /**
   * The application recomputes the whole from time to time, and may set it too low. After `hours` from the start of its period
   * the whole is not read any more, and the drift explains it.
   */
  setAnew?: { hours: number; drift: string };
  /** A gap is judged only when the keys of these two families, which share the whole's placeholders, hold the same number. */
  whereEqual?: readonly [string, string];
}

/** A key of one family exists exactly when the other family's key exists. Both names have the same placeholders. */
export interface PresenceInvariant extends Rule {
  kind: 'presence';
  left: string;
  right: string;
  /** A left key with this value may exist alone. */
  alone?: { value: string; drift: string };
}

/** Every owner of this dimension that is used exists, as the profile's `owners` define. */
export interface OwnerInvariant extends Rule {
  kind: 'owner';
  dimension: string;
}

/** An index family with `lists`: its members and their keys, in both directions. */
export interface IndexInvariant extends Rule {
  kind: 'index';
  index: string;
  /** The drift that explains the index's `ghostMembers`. */
  ghosts?: string;
}

/** The list entry that an entity's hash implies. */
export interface Listed {
  /** Member of the set or sorted set, or field of the hash. */
  member: string;
  /** Score in the sorted set, or value in the hash, if the invariant is `valued`. */
  value?: string;
  /** Values of the placeholders in the list's name. */
  group?: Readonly<Record<string, string>>;
  /** The entry may be absent, as this drift explains. */
  optional?: string;
}

/** Lists of entities that the application keeps in addition to the entities' own hashes. */
export interface ListingInvariant extends Rule {
  kind: 'listing';
  list: string;
  entity: string;
  /** `captures`: the placeholders of the entity's name. */
  /** True: scores of the sorted set, or values of the hash, must match. */
  valued?: boolean;
  listed(captures: Readonly<Record<string, string>>, fields: ReadonlyMap<string, string>): readonly Listed[];
  /** The list is rebuilt from time to time: differences are stale, as this drift explains. */
  refreshed?: string;
}

/**
 * Keys that must have a TTL, or must not. Absent `families`: each family's TTL policy decides, for these roles. `seconds`: the
 * TTL to set on a key that has none.
 */
export interface TtlInvariant extends Rule {
  kind: 'ttl';
  families?: readonly { family: string; seconds: number; onlyNegative?: boolean }[];
  roles?: readonly string[];
  /** The drift that explains a known leak. */
  drift?: string;
}

/** Counters are non-negative integers, costs are decimals, and keys have the type of their family. */
export interface ValueInvariant extends Rule {
  kind: 'values';
  roles: readonly string[];
  /** Units whose values may be negative. */
  negative?: readonly string[];
}

/** A setting stored with the counters of a period, which the next period's key does not have. */
export interface CarriedInvariant extends Rule {
  kind: 'carried';
  family: string;
  field: string;
  /** The placeholder of the period, a date. */
  period: string;
  /** Counters of the hash; `unused` is reported when none is present. */
  beside: readonly string[];
}

/** A reason for differences that is not a fault of the data. */
export interface Drift {
  id: string;
  title: string;
  /**
   * How it is detected. `ttl-edge`: a key of the bucket may have expired. `retention`: the keys have different TTLs.
   * `owner-gone`: the owner of this dimension does not exist. `upgrade`: an older release wrote without a family or field.
   * `guard`: an invariant specifies it. `tolerance`, `re-read`: never reported, because the comparison allows for it.
   */
  how: 'ttl-edge' | 'retention' | 'owner-gone' | 'upgrade' | 'guard' | 'tolerance' | 're-read';
  dimension?: string;
  rule: string;
}

export interface Consistency {
  invariants: readonly Invariant[];
  drifts: readonly Drift[];
  /** More than any request can add, in tokens and in USD. A larger gap for a missing request is not an interrupted write. */
  mostPerRequest?: { tokens: number; usd: number };
}
