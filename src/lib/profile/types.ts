/**
 * A profile is a typed catalogue of one application's Redis schema. Commands are views of it; no command knows a key name.
 * See docs/profiles.md for how to write one.
 */
import type { Consistency } from './invariants.js';
import type { Operations, Switch } from './operations.js';

export type RedisType = 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream';

/** The length of the period that one key stands for. */
export type Grain = 'total' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'none';

/**
 * What losing a key of a closed period would cost.
 * `required`: the application or its bills need it. `optional`: a screen goes dark. `excess`: nobody reads it.
 * `operational`: locks, limiters, sessions, caches, indexes; they live by themselves. `secret`: credentials and configuration.
 */
export type ValueClass = 'required' | 'optional' | 'excess' | 'operational' | 'secret';

/**
 * The shape of a placeholder's text. One `:`-separated segment, unless said otherwise:
 * `segment` any text without `:` · `greedy` one or more segments · `date` 2026-11-20 · `month` 2026-11 ·
 * `hour` 2026-11-20:03 (two segments) · `date-hour` 2026-11-20T03 · `week` 2026-W47 · `week-start` either `week` or `date-hour` ·
 * `minute` whole minutes since the epoch · `integer` · `uuid` · `hex` (16 digits or more) · `ip` (IPv6 spans segments).
 */
export type PlaceholderKind =
  | 'segment'
  | 'greedy'
  | 'date'
  | 'month'
  | 'hour'
  | 'date-hour'
  | 'week'
  | 'week-start'
  | 'minute'
  | 'integer'
  | 'uuid'
  | 'hex'
  | 'ip';

/** How reports show a placeholder's values: as they are, shortened beyond recognition, or never. */
export type Redaction = 'none' | 'id' | 'secret';

export interface Placeholder {
  kind: PlaceholderKind;
  /** The only values allowed, for a placeholder that is one of a few words. */
  oneOf?: readonly string[];
  /** The entity that the value names, such as `api-key`, `account`, `model`: reports rank by it. */
  dimension?: string;
  /** Default `none`. */
  redact?: Redaction;
  /** Zone of a period that the application does not write in its own offset. */
  zone?: 'utc';
}

/** Unit of a field, or of a plain string value. */
export type Unit =
  | 'tokens'
  | 'requests'
  | 'usd'
  | 'micro-usd'
  | 'count'
  | 'unix-ms'
  | 'unix-s'
  | 'iso-time'
  | 'ms'
  | 'json'
  | 'id'
  | 'flag'
  | 'text'
  | 'secret';

/**
 * When a key of the family leaves by itself. `seconds` is the full life; absent where it varies (a configured window, say). `orStays`: the
 * application also makes such keys without a TTL.
 */
export type TtlPolicy =
  | { expires: false }
  | { expires: true; seconds?: number; rearmed: 'each-write' | 'each-use' | 'never'; orStays?: boolean; note?: string };

/** What a family is for; findings choose their rules by it. */
export type Role =
  'counter' | 'index' | 'limiter' | 'lock' | 'queue' | 'cache' | 'session' | 'entity' | 'config' | 'log' | 'marker';

/** What the members of an index set stand for. */
export interface IndexListing {
  /** The family of the keys that are listed. The placeholders of the index's own pattern say the same in theirs. */
  family: string;
  /** What a member is made of: placeholders of that family's pattern, such as `{keyId}:{model}`; the first takes as little as it can. */
  member: string;
  /** The family of the marker that stands for an empty index, so that its readers need not scan all keys. */
  marker?: string;
}

/** When a key without a TTL has been left behind, and how long it may stay then. */
export interface Leak {
  /** A key whose existence says that this one is still in use; its placeholders are among this family's. Absent: none without a TTL is. */
  unless?: string;
  seconds: number;
  note: string;
}

/** Fine statistics that add up to coarser ones. */
export interface Rollup {
  /** The families, by id. Every placeholder of the coarse pattern but its period is one of the fine pattern too. */
  fine: string;
  coarse: string;
  /** What is added up: shorter periods, or the values of a dimension. */
  over: 'period' | 'dimension';
  /** Hash fields, by their names in the fine family, with those of the coarse one. Absent: all fields that both have. */
  fields?: Readonly<Record<string, string>>;
  /** Why the sum may be less than the coarse figure although nothing is lost. */
  note?: string;
}

export interface Family {
  /** Kebab-case words joined by dots, unique in the profile, such as `key-model.daily`. */
  id: string;
  /** Literal text and `{name}` placeholders, such as `usage:{keyId}:model:daily:{model}:{date}`; `{{` and `}}` are literal braces. */
  pattern: string;
  /** Overrides of the profile's placeholders, by name. */
  placeholders?: Record<string, Placeholder>;
  type: RedisType;
  /** Other types that some versions write here. */
  alsoTypes?: readonly RedisType[];
  /** Hash fields with their units; a name may hold placeholders (`model:{model}:requests`). */
  fields?: Record<string, Unit>;
  /** Fields that only some writes make; a missing one is no fault. */
  optionalFields?: Record<string, Unit>;
  /** Of fields that not every release of the family writes: the first and the last that does, inclusive. */
  fieldReleases?: Readonly<Record<string, { since?: string; until?: string }>>;
  /** Unit of a string's value, of a list's or set's elements, or of a sorted set's scores. */
  value?: Unit;
  ttl: TtlPolicy;
  grain: Grain;
  valueClass: ValueClass;
  role: Role;
  /** Newest periods (the open one included) that stay `required` whatever the class says, and the reader that needs them. */
  keep?: { periods: number; reader: string };
  /** What stops working, or goes dark, when keys of the family are removed. */
  breaks: string;
  /** First and last release that writes it, inclusive. */
  since?: string;
  until?: string;
  /** A list, stream, set, zset or hash that the application never trims, or only to a very large size. */
  growth?: {
    bound: number | 'none';
    note: string;
    /** Of elements that are JSON: the field with their time, ISO 8601 or ms since the epoch. The newest element comes first. */
    timeField?: string;
  };
  /** Set members that a known fault of the application leaves behind. */
  ghostMembers?: readonly string[];
  /** An index: which keys it lists. */
  lists?: IndexListing;
  /** A key that has lost its TTL by a known fault of the application is to get one again. */
  leak?: Leak;
  /**
   * What the key counts is renewed while the application works on it: `seconds`: its TTL after that; `renewedEach`: so many seconds apart, at most.
   * `lift`: what ends it at once, as the end of a sentence.
   */
  lease?: { seconds: number; renewedEach: number; lift: string };
  /** The name is so common that its keys alone prove nothing about the application. */
  generic?: boolean;
  /** What a key name of this family gives away to whoever can list keys, such as `the API key itself`. */
  secretInName?: string;
  /** At least one of these hash fields must be present for the family to count as evidence. */
  evidenceFields?: readonly string[];
  /** Key names; every one belongs to this family and to no other of the profile. */
  examples: readonly string[];
}

/** A sign in the data that tells from which release on it was written. */
export interface Fingerprint {
  since: string;
  family: string;
  /** Only keys whose name matches count; without it the family's presence is the sign. */
  name?: RegExp;
  /** Only keys that have this hash field count. */
  field?: string;
  /** Every release from `since` on leaves the sign wherever there is a key of this family: where it is missing, none of them wrote. */
  always?: string;
  /** What the reader of the report is told, such as `request_detail:* exists`. */
  sign: string;
}

/** Data written by an older release: the newer family has nothing for periods that the older one still has. */
export interface UpgradeSign {
  older: string;
  newer: string;
  /** The release that began to write the newer family. */
  since: string;
  sign: string;
}

/** An entity whose disappearance turns the keys that name it into orphans. */
export interface Owner {
  dimension: string;
  /** In the singular, such as `API key`. */
  title: string;
  /** Key patterns, one of which exists while the entity exists; each with exactly one placeholder, the id. */
  exists: readonly string[];
  /** Families in which an id counts as a use. Absent: every family with that dimension, the owner's own excepted. */
  usedIn?: readonly string[];
  /** What goes dark when what is left of such entities is removed. */
  breaks?: string;
  /** How an operator can get rid of what is left. */
  fix: string;
}

/** How the application's UTC offset can be told from the data. */
export interface OffsetSource {
  /** Hours that the application uses when nothing is configured. */
  default: number;
  /** The environment variable that sets it, as whole hours. `zeroIsUnset`: the application takes 0 for its default. */
  env?: { name: string; zeroIsUnset?: boolean };
  /** A list whose first element is JSON with an ISO time, and the hourly family that the same event wrote. */
  records?: { family: string; timeField: string; hourly: string; via: string };
}

/** A page of the application's administration, or a call that it offers. */
export interface Screen {
  id: string;
  title: string;
  /** Ids of the families that it reads. */
  families: readonly string[];
}

/** Background load that depends on the size of the keyspace, not on traffic. */
export interface BackgroundLoad {
  commandsPerKeyPerDay: number;
  note: string;
  source: string;
}

export interface Profile {
  name: string;
  title: string;
  /** Where the facts come from: releases or commits that were read or run. */
  readFrom: string;
  /** Read from a file, whatever its name: what a built-in profile protects stays protected. */
  fromFile?: true;
  /** Versions that may be named as `name@version`; empty where releases do not matter. */
  versions?: { oldest: string; newest: string };
  placeholders: Record<string, Placeholder>;
  families: readonly Family[];
  fingerprints?: readonly Fingerprint[];
  /** The family of a key whose value is the release that was started last. */
  releaseKey?: string;
  upgradeSigns?: readonly UpgradeSign[];
  owners?: readonly Owner[];
  /** `cache`: what the application keeps here it can read again elsewhere, such as from SQL. Otherwise this is taken for the only copy. */
  copy?: 'only' | 'cache';
  offset?: OffsetSource;
  background?: BackgroundLoad;
  /** When the application itself calls KEYS, as the end of a sentence. */
  callsKeys?: string;
  /** What the application sends, event by event. */
  operations?: Operations;
  /** From fine to coarse. */
  rollups?: readonly Rollup[];
  /** What must hold in the data, and when it need not. */
  consistency?: Consistency;
  /** In the order in which savings are told. */
  switches?: readonly Switch[];
  screens?: readonly Screen[];
}
