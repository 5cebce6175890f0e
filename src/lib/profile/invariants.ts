/**
 * What must hold in an application's data, and when it may legitimately not hold. Checks are made from this data; see
 * docs/consistency.md. Ids are those of the profile's own catalogue.
 */

/**
 * What a difference is. `corruption`: no sequence of the application's own writes leaves such values. `partial-write`: one side lacks
 * writes that the other has. `leak`: a key that should expire does not. `orphan`: its owner is gone. `index`: a list and what it lists
 * disagree. `known-drift`: the application itself makes it, and nothing is wrong. `stale`: a figure that is computed now and then.
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
  /** What most likely made a difference, as a sentence. */
  cause: string;
  /** Why nothing is repaired although the relation is broken; absent where repair knows what to do. */
  unrepairable?: string;
  since?: string;
  until?: string;
}

/** What a hash means whose whole is not the sum of its parts, where the application writes the two separately. */
export interface Meaning {
  verdict: string;
  /** `null`: legitimate, counted as holding. */
  class: DifferenceClass | null;
  cause: string;
}

/** Fields of one hash: the whole is the sum of the parts, or at least that. A missing field is 0. */
export interface FieldInvariant extends Rule {
  kind: 'fields';
  compare: 'equal' | 'at-least';
  in: readonly { families: readonly string[]; whole: string; parts: readonly string[] }[];
  meanings?: { partsAbsent?: Meaning; below?: Meaning; above?: Meaning; double?: Meaning };
}

/** One side of a sum: of each key of the family, the fields that hold the quantities; `null` stands for a string's value. */
export interface Side {
  family: string;
  /** Quantity → field. A field with a `{placeholder}` occurs once for each of its values, as `model:{model}:requests` does. */
  quantities: Readonly<Record<string, string | null>>;
}

/** A known reason why the two sides may differ in one direction. */
export interface DriftGuard {
  drift: string;
  when: 'parts-below' | 'parts-above';
  /** Only when no other quantity differs. */
  quantities?: readonly string[];
}

/**
 * Over all keys that share what the whole's name says: the parts add up to the whole, or to no more. Of a finer period in the parts' names
 * the beginning counts. Costs are compared in USD, micro-USD being converted.
 */
export interface SumInvariant extends Rule {
  kind: 'sum';
  parts: Side;
  whole: Side;
  compare?: 'equal' | 'at-most';
  /** What rounding explains, in the quantity's unit: a decimal, for each part or for each request that the parts count (`requests`). */
  tolerance?: { amount: string; per: 'part' | { field: string } };
  /** What a deleted owner leaves of the parts: another family, summed over owners that are gone. */
  leftBehind?: string;
  /** The application reads its clock again before it writes this side, so that a request may fall into two periods, as the drift says. */
  clocks?: { later: 'parts' | 'whole'; drift: string };
  guards?: readonly DriftGuard[];
  /**
   * The application writes the parts last, request by request, so that requests that are cut off are missing there and nowhere else. `what` such a
   * request lacks, and why, as the end of a sentence.
   */
  partsLast?: { what: string; because: string };
  /**
   * The application computes the whole anew now and then, and may set it too low. So many hours after its period has begun nobody reads it any
   * more, and the drift explains it.
   */
  setAnew?: { hours: number; drift: string };
  /** Judged only where the keys of these two families, which the whole's name also names, hold the same number. */
  whereEqual?: readonly [string, string];
}

/** A key of one family exists exactly when that of the other exists; both names have the same placeholders. */
export interface PresenceInvariant extends Rule {
  kind: 'presence';
  left: string;
  right: string;
  /** A left key whose value is this text may stand alone. */
  alone?: { value: string; drift: string };
}

/** Every owner of this dimension that is used exists, as the profile's `owners` say. */
export interface OwnerInvariant extends Rule {
  kind: 'owner';
  dimension: string;
}

/** An index family with `lists`: its members and the keys that they stand for, both ways. */
export interface IndexInvariant extends Rule {
  kind: 'index';
  index: string;
  /** The drift that explains the index's `ghostMembers`. */
  ghosts?: string;
}

/** What an entity's hash puts into a list. */
export interface Listed {
  /** The set's or sorted set's member, or a hash's field. */
  member: string;
  /** A sorted set's score or a hash's value, where the invariant is `valued`. */
  value?: string;
  /** Values of the placeholders of the list's name. */
  group?: Readonly<Record<string, string>>;
  /** It may be there or not, as this drift explains. */
  optional?: string;
}

/** Lists of entities, kept by the application beside the entities' own hashes. */
export interface ListingInvariant extends Rule {
  kind: 'listing';
  list: string;
  entity: string;
  /** `captures`: the placeholders of the entity's name. */
  /** Scores of the sorted set, or values of the hash, matter. */
  valued?: boolean;
  listed(captures: Readonly<Record<string, string>>, fields: ReadonlyMap<string, string>): readonly Listed[];
  /** The list is made anew now and then: differences are stale, explained by this drift. */
  refreshed?: string;
}

/**
 * Keys that must expire, or must not. Absent `families`: what each family's TTL policy says, for these roles. `seconds`: the life that a
 * key gets that has none.
 */
export interface TtlInvariant extends Rule {
  kind: 'ttl';
  families?: readonly { family: string; seconds: number; onlyNegative?: boolean }[];
  roles?: readonly string[];
  /** The drift that explains a known leak. */
  drift?: string;
}

/** Counters are whole numbers that are not negative, costs decimals, and keys have the type of their family. */
export interface ValueInvariant extends Rule {
  kind: 'values';
  roles: readonly string[];
  /** Units whose values may be negative. */
  negative?: readonly string[];
}

/** A setting kept beside counters of a period, which the next period's key does not have. */
export interface CarriedInvariant extends Rule {
  kind: 'carried';
  family: string;
  field: string;
  /** The period's placeholder, a date. */
  period: string;
  /** Counters of the hash; `unused` is told when none is there. */
  beside: readonly string[];
}

/** A reason for differences that are no fault of the data. */
export interface Drift {
  id: string;
  title: string;
  /**
   * How it is recognised. `ttl-edge`: a party of the bucket may have expired. `retention`: parties live for different times. `owner-gone`:
   * the owner of this dimension does not exist. `upgrade`: an older release wrote without a family or field. `guard`: an invariant says.
   * `tolerance`, `re-read`: never reported, since the comparison allows for it.
   */
  how: 'ttl-edge' | 'retention' | 'owner-gone' | 'upgrade' | 'guard' | 'tolerance' | 're-read';
  dimension?: string;
  rule: string;
}

export interface Consistency {
  invariants: readonly Invariant[];
  drifts: readonly Drift[];
  /** More than any request can add, in tokens and in USD: a larger gap for a missing request is no cut-off write. */
  mostPerRequest?: { tokens: number; usd: number };
}
