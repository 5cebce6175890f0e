/**
 * A profile is a typed catalogue of one application's Redis schema. Commands read key names only from profiles. See
 * docs/profiles.md for how to write one.
 */
import type { RedisClient } from './client.js';
import type { Figures } from './figures.js';
import type { Consistency } from './invariants.js';
import type { Limiter } from './limiters.js';
import type { Limits } from './limits.js';
import type { Operations, Switch } from './operations.js';

export type RedisType = 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream';

/** Length of the period that one key covers. */
export type Grain = 'total' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'none';

/**
 * What is lost with a key of an ended period.
 * `required`: the application or its bills need it. `optional`: a screen loses data. `excess`: no reader.
 * `operational`: locks, limiters, sessions, caches, indexes; they expire by themselves. `secret`: credentials and configuration.
 */
export type ValueClass = 'required' | 'optional' | 'excess' | 'operational' | 'secret';

/**
 * The form of a placeholder's text. One `:`-separated segment, unless stated:
 * `segment` any text without `:` · `greedy` one or more segments · `date` 2026-11-20 · `month` 2026-11 ·
 * `hour` 2026-11-20:03 (two segments) · `date-hour` 2026-11-20T03 · `week` 2026-W47 · `week-start` either `week` or `date-hour` ·
 * `minute` whole minutes since the epoch · `date-minute` 2026-11-20-03-59 · `hour-minute` 03-59 · `integer` · `uuid` ·
 * `hex` (16 digits or more) · `sha256` (64 hexadecimal digits) · `ip` (IPv6 spans segments).
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
  | 'date-minute'
  | 'hour-minute'
  | 'integer'
  | 'uuid'
  | 'hex'
  | 'sha256'
  | 'ip';

/** How reports show a placeholder's values: unchanged, shortened beyond recognition, or never. */
export type Redaction = 'none' | 'id' | 'secret';

export interface Placeholder {
  kind: PlaceholderKind;
  /** The allowed values, for a placeholder with a fixed set of words. */
  oneOf?: readonly string[];
  /** The entity that the value identifies, such as `api-key`, `account`, `model`. Reports rank by it. */
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
 * When a key of the family expires. `seconds` is the full TTL; absent when it varies, as with a configurable window. `orStays`:
 * the application also creates such keys without a TTL.
 */
export type TtlPolicy =
  | { expires: false }
  | { expires: true; seconds?: number; rearmed: 'each-write' | 'each-use' | 'never'; orStays?: boolean; note?: string };

/** Purpose of a family; findings choose their rules by it. */
export type Role =
  | 'counter'
  | 'index'
  | 'limiter'
  | 'lock'
  | 'queue'
  | 'cache'
  | 'session'
  | 'entity'
  | 'config'
  | 'log'
  | 'marker';

/** What the members of an index set represent. */
export interface IndexListing {
  /** The family of the listed keys. Placeholders of the index's own pattern have the same values in their names. */
  family: string;
  /**
   * Format of a member: placeholders of that family's pattern, such as `{keyId}:{model}`; the first matches as little as
   * possible.
   */
  member: string;
  /** The family of the marker for an empty index, which saves its readers a scan of all keys. */
  marker?: string;
}

/** When a key without a TTL counts as a leak, and the TTL that it gets. */
export interface Leak {
  /**
   * A key whose existence shows that this key is still in use; its placeholders are among this family's. Absent: no key without a
   * TTL is in use.
   */
  unless?: string;
  seconds: number;
  note: string;
}

/** Fine statistics that add up to coarser ones. */
export interface Rollup {
  /** The families, by id. Every placeholder of the coarse pattern except its period is also in the fine pattern. */
  fine: string;
  coarse: string;
  /** What is summed: shorter periods, or the values of a dimension. */
  over: 'period' | 'dimension';
  /** Fine field → coarse field. Absent: all fields that both families have. */
  fields?: Readonly<Record<string, string>>;
  /** Why the sum may be less than the coarse figure although nothing is lost. */
  note?: string;
}

/** How large a collection may become. */
export interface Growth {
  bound: number | 'none';
  note: string;
  /** For JSON elements: the field with their time, ISO 8601 or ms since the epoch. The newest element is first. */
  timeField?: string;
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
  /** Hash fields with their units; a name may contain placeholders (`model:{model}:requests`). */
  fields?: Record<string, Unit>;
  /** Fields that only some writes create; a missing one is not a fault. */
  optionalFields?: Record<string, Unit>;
  /** For fields that only some releases of the family write: first and last such release, inclusive. */
  fieldReleases?: Readonly<Record<string, { since?: string; until?: string }>>;
  /** Unit of a string's value, of a list's or set's elements, or of a sorted set's scores. */
  value?: Unit;
  ttl: TtlPolicy;
  grain: Grain;
  valueClass: ValueClass;
  role: Role;
  /** Number of newest periods (including the open one) that are always `required`, and the reader that needs them. */
  keep?: { periods: number; reader: string };
  /** What stops working or loses data when keys of the family are removed, as a sentence. */
  breaks: string;
  /** Nobody misses what is lost with its keys: plans and findings do not warn of it. */
  harmless?: true;
  /** First and last release that writes it, inclusive. */
  since?: string;
  until?: string;
  /** A list, stream, set, zset or hash that the application never trims, or only at a very large size. */
  growth?: Growth;
  /** Set members that a known fault of the application leaves behind. */
  ghostMembers?: readonly string[];
  /** For an index: the keys that it lists. */
  lists?: IndexListing;
  /** Sets a TTL on a key that has lost its own through a known fault of the application. */
  leak?: Leak;
  /**
   * The application renews the key's counter while it works. `seconds`: TTL after a renewal. `renewedEach`: maximum seconds
   * between renewals. `lift`: what ends the lease at once, as the end of a sentence.
   */
  lease?: { seconds: number; renewedEach: number; lift: string };
  /** True: the name is so common that its keys alone prove nothing about the application. */
  generic?: boolean;
  /** What a key name reveals to everyone who can list keys, such as `the API key itself`. */
  secretInName?: string;
  /** At least one of these hash fields must be present for the family to count as evidence. */
  evidenceFields?: readonly string[];
  /** Key names; each belongs to this family and to no other family of the profile. */
  examples: readonly string[];
}

/** A sign in the data that a certain release or a newer one wrote them. */
export interface Fingerprint {
  since: string;
  family: string;
  /** Only keys with a matching name count; absent: any key of the family is the sign. */
  name?: RegExp;
  /** Only keys with this hash field count. */
  field?: string;
  /**
   * Every release from `since` on leaves the sign on every key of this family. If the sign is missing, none of them wrote the
   * data.
   */
  always?: string;
  /** Text for the report, such as `request_detail:* exists`. */
  sign: string;
}

/** What is said of the signs of releases. */
export interface SignWords {
  /** Any key of a family with this pattern is the sign. */
  exists: (pattern: string) => string;
  present: (sign: Fingerprint) => string;
  /** The release requires it. */
  missing: (sign: Fingerprint) => string;
  named: (stored: { release: string; key: string }) => string;
  /** Nothing shows the release, and the newest known one is taken. */
  unseen: string;
}

/** What is said of the releases that read a switch. Follows "yes", "no" or "unknown". */
export interface ReadingWords {
  documentsOnly: string;
  fork: (fork: string, release: string) => string;
  /** At least one of both is given. */
  between: (since: string | undefined, until: string | undefined) => string;
  release: (release: string) => string;
  every: string;
  /** A line of the application's source names it. */
  inSource: (file: string, line: number) => string;
  inTemplate: (file: string, line: number) => string;
  nowhere: string;
}

/** Shows data of an older release: the newer family lacks periods that the older family still has. */
export interface UpgradeSign {
  older: string;
  newer: string;
  /** The first release that writes the newer family. */
  since: string;
  sign: string;
}

/** An entity whose keys become orphans when it is deleted. */
export interface Owner {
  dimension: string;
  /** Singular, such as `API key`. */
  title: string;
  /** Key patterns of which at least one exists while the entity exists; each with exactly one placeholder, the id. */
  exists: readonly string[];
  /** Families in which an id counts as a use. Absent: every family with that dimension, except the owner's own. */
  usedIn?: readonly string[];
  /** Screens that lose data when keys of deleted entities are removed. */
  breaks?: string;
  /** How an operator can remove these keys, where `meter prune --orphans` is not the way. */
  fix?: string;
}

/** How to find the application's UTC offset. */
export interface OffsetSource {
  /** Hours that the application uses by default. */
  default: number;
  /** The environment variable that sets it, in whole hours. `zeroIsUnset`: the application treats 0 as unset. */
  env?: { name: string; zeroIsUnset?: boolean };
  /** A list whose first element is JSON with an ISO time, and the hourly family that the same event wrote. */
  records?: { family: string; timeField: string; hourly: string; via: string };
}

/** A page of the application's administration, or a call of its API. */
export interface Screen {
  id: string;
  title: string;
  /** Ids of the families that it reads. */
  families: readonly string[];
}

export interface Profile {
  name: string;
  title: string;
  /** Source of the facts: releases or commits that were read or run. */
  readFrom: string;
  /** Read from a file, whatever its name. What a built-in profile protects stays protected. */
  fromFile?: true;
  /** Versions allowed in `name@version`; absent: releases do not matter. */
  versions?: { oldest: string; newest: string };
  placeholders: Record<string, Placeholder>;
  families: readonly Family[];
  /** Families, by id, that prove the application if all of them have keys, although none of them does so alone. */
  together?: readonly (readonly string[])[];
  /** Other profiles with the same key names. If one of them is present, it owns these names, and this profile is not present. */
  unless?: readonly string[];
  /** Key names that another application makes among those of this one: with one of them, this one is not there. */
  unlessKeys?: readonly string[];
  fingerprints?: readonly Fingerprint[];
  /** The family of a key whose value is the release that was started last. */
  releaseKey?: string;
  upgradeSigns?: readonly UpgradeSign[];
  owners?: readonly Owner[];
  /** `cache`: the application can read the data again elsewhere, such as from SQL. Otherwise Redis holds the only copy. */
  copy?: 'only' | 'cache';
  offset?: OffsetSource;
  /** When the application itself calls KEYS, as the end of a sentence. */
  callsKeys?: string;
  /** The application's commands, event by event. */
  operations?: Operations;
  /** From fine to coarse. */
  rollups?: readonly Rollup[];
  /** Invariants of the data, and their exceptions. */
  consistency?: Consistency;
  /** In the order in which savings are reported. */
  switches?: readonly Switch[];
  screens?: readonly Screen[];
  /** What the statistics count, of whom and when. */
  figures?: Figures;
  /** What entities may use, and who refuses more. */
  limits?: Limits;
  /** How requests are limited, and what is known of it. */
  limiters?: readonly Limiter[];
  /** How the application talks to Redis. */
  client?: RedisClient;
  /** Where usage is counted, if not in Redis: a sentence. */
  usageElsewhere?: string;
  /** In the language of the profile. Absent: English. */
  signWords?: SignWords;
  readingWords?: ReadingWords;
}
