/** Invariants of a profile made ready for checking: what each family's keys contribute to. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import type { FieldInvariant, Invariant, TtlInvariant } from '../profile/invariants.js';
import type { Slot } from '../profile/pattern.js';
import type { Unit } from '../profile/types.js';

/** An invariant, and the groups of keys that it is about. */
export interface Relation {
  /** Place among all relations; the table of its groups has the same. */
  readonly index: number;
  readonly invariant: Invariant;
  readonly profile: CompiledProfile;
  /** Columns of its groups; 0 where keys are judged one by one. */
  readonly width: number;
  /** Lives in ms of the families on either side; `null`: a side that stays. */
  readonly lives: { parts: number | null; whole: number | null };
  /** Families on either side, and what the group's texts mean. */
  readonly sides: { parts: readonly FamilyPlan[]; whole: readonly FamilyPlan[] };
  readonly placeholders: readonly string[];
  /** Families of keys beside each group that must hold the same number, or it is not judged; empty: it always is. */
  readonly equal: readonly FamilyPlan[];
  /** Only some of the releases that may have written the data keep it. */
  readonly open: boolean;
}

/** A text of a key's name, whole or cut to the length of a coarser period. */
export interface NameText {
  slot: Slot;
  cut: number | null;
}

/** What a key adds to a group of a relation. */
export interface Contribution {
  relation: Relation;
  side: 'parts' | 'whole';
  /** Places in the plan's `texts`; `EMBEDDED` for the value that is in the field's name. */
  group: readonly number[];
  /** Place in `group` of the period; -1 where there is none. */
  period: number;
  /** Of a sum: the columns of the plan's numbers, `NO_FIELD` for one that the family has not. */
  columns: readonly number[];
  /** Of an index: how the member that lists the key is made; of other kinds `null`. */
  member: readonly (string | number)[] | null;
}

export const EMBEDDED = -1;

/** Fields that occur once for each value, as `model:{model}:requests`. */
export interface EmbeddedFields {
  before: string;
  placeholder: string;
  /** What follows the value, with the column of its number. */
  after: ReadonlyMap<string, number>;
  /** `null`: no sum asks for them. */
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
  /** The whole life in seconds, 0 where it varies; `null`: the key must stay. */
  seconds: number | null;
  /** The life in seconds that a key gets that has none; 0 where nothing tells. */
  given: number;
  onlyNegative: boolean;
}

/** What is asked of a family's keys, and what is made of the answers. */
export interface FamilyPlan {
  readonly index: number;
  readonly compiled: CompiledFamily;
  /** Whether the value is needed, or the name and the TTL are enough. */
  readsValue: boolean;
  asksTtl: boolean;
  /** Numbers of the value, by hash field; a string's only number has the field ''. */
  readonly fields: Map<string, number>;
  readonly units: (Unit | null)[];
  /** Names of the hash fields that matter; `null`: they cannot be named beforehand. */
  needed: readonly string[] | null;
  /** Numbers that not every release writes, for telling upgrades. */
  optional: number[];
  readonly texts: NameText[];
  contributions: Contribution[];
  embedded: EmbeddedFields | null;
  fieldChecks: FieldCheck[];
  values: Relation | null;
  ttl: TtlCheck[];
  carried: Relation[];
  /** Lists that the family is, or that its entities are in. */
  listings: { relation: Relation; side: 'parts' | 'whole' }[];
}
