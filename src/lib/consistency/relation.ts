/** The compiled invariants of a profile, with what each family's keys contribute. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import type { FieldInvariant, Invariant, TtlInvariant } from '../profile/invariants.js';
import type { Slot } from '../profile/pattern.js';
import type { Unit } from '../profile/types.js';

/** An invariant, and the groups of keys that it covers. */
export interface Relation {
  /** Index among all relations, and of the table of its groups. */
  readonly index: number;
  readonly invariant: Invariant;
  readonly profile: CompiledProfile;
  /** Columns of its groups; 0: keys are judged one by one. */
  readonly width: number;
  /** TTLs in ms of the families on either side; `null`: no TTL. */
  readonly lives: { parts: number | null; whole: number | null };
  /** Families on either side. `placeholders`: the meaning of the group's texts. */
  readonly sides: { parts: readonly FamilyPlan[]; whole: readonly FamilyPlan[] };
  readonly placeholders: readonly string[];
  /** Families whose keys must hold the same number, otherwise the group is not judged; empty: always judged. */
  readonly equal: readonly FamilyPlan[];
  /** True when only some of the possible releases maintain it. */
  readonly open: boolean;
}

/** A text from a key's name, whole or cut to the length of a coarser period. */
export interface NameText {
  slot: Slot;
  cut: number | null;
}

/** What a key adds to a group of a relation. */
export interface Contribution {
  relation: Relation;
  side: 'parts' | 'whole';
  /** Indexes in the plan's `texts`; `EMBEDDED`: the value in the field's name. */
  group: readonly number[];
  /** Index of the period in `group`; -1: none. */
  period: number;
  /** For a sum: columns of the plan's numbers; `NO_FIELD`: the family lacks the field. */
  columns: readonly number[];
  /** For an index: the format of the member that lists the key; `null` for other kinds. */
  member: readonly (string | number)[] | null;
}

export const EMBEDDED = -1;

/** Fields that occur once per value, such as `model:{model}:requests`. */
export interface EmbeddedFields {
  before: string;
  placeholder: string;
  /** Text after the value, with the column of its number. */
  after: ReadonlyMap<string, number>;
  /** `null`: no sum uses them. */
  contribution: Contribution | null;
}

export interface FieldCheck {
  relation: Relation;
  invariant: FieldInvariant;
  whole: number;
  parts: readonly number[];
}

export interface TtlCheck {
  relation: Relation;
  invariant: TtlInvariant;
  /** Full TTL in seconds, 0: it varies; `null`: the key must not have a TTL. */
  seconds: number | null;
  /** TTL in seconds to set on a key that has none; 0: unknown. */
  given: number;
  onlyNegative: boolean;
}

/** The questions about a family's keys, and how the answers are used. */
export interface FamilyPlan {
  readonly index: number;
  readonly compiled: CompiledFamily;
  /** True when the value is needed; otherwise name and TTL are enough. */
  readsValue: boolean;
  asksTtl: boolean;
  /** Column of each number, by hash field; a string's only number has the field ''. */
  readonly fields: Map<string, number>;
  readonly units: (Unit | null)[];
  /** Names of the needed hash fields; `null`: not known in advance. */
  needed: readonly string[] | null;
  /** Columns that not every release writes; they show upgrades. */
  optional: number[];
  readonly texts: NameText[];
  contributions: Contribution[];
  embedded: EmbeddedFields | null;
  fieldChecks: FieldCheck[];
  values: Relation | null;
  ttl: TtlCheck[];
  carried: Relation[];
  /** Lists that the family is, or in which its entities appear. */
  listings: { relation: Relation; side: 'parts' | 'whole' }[];
}
