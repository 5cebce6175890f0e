/** The report of an audit as plain, versioned data, from which every format is made. Times are in seconds, shares 0..1. */
import type { Amount, Count, Instant } from '../format/json-types.js';
import type { Grain, ValueClass } from '../profile/types.js';
import type { OffsetDecision } from '../recognise/utc-offset.js';
import type { Finding } from './finding.js';

/**
 * A sum of sizes as the server reports them. MEMORY USAGE samples 5 elements of a collection, so for large collections it is
 * itself an estimate. The sum is counted (`low` = `high` = `bytes`), or estimated from a sample with its 95 % interval. `bytes` is
 * `null` when it could not be read. Without `high` it is a lower bound that leaves out families of unknown size; without `low` and
 * `high` it is a guess.
 */
export interface BytesFigure {
  bytes: number | null;
  bytesLow: Amount | null;
  bytesHigh: Amount | null;
}

/** Source of sizes: MEMORY USAGE of the server, only types and lengths, or a model of the server's memory applied to a snapshot. */
export type SizeSource = 'server' | 'lengths' | 'snapshot';

/**
 * Keys of the newest periods that are over, whatever their grain: of days, and of weeks and months for such grains. They end where
 * keys may have expired, and after 14.
 */
export interface Written {
  per: 'day' | 'week' | 'month';
  /** The date on which the newest begins, in the application's time. Weeks are those before today. */
  newest: string;
  /** The newest first. */
  keys: Count[];
}

export interface FamilyRow extends BytesFigure {
  id: string;
  /** `null` for an inferred family. */
  profile: string | null;
  pattern: string;
  /** The type of most keys; `mixed` is never used: see `types`. `null`: no key's type was read. */
  type: string | null;
  /** Keys read per type. */
  types: Record<string, number>;
  keys: Count;
  /** Share of all keys, 0..1. */
  share: number;
  /** Keys whose type, TTL and size were read. */
  sampled: Count;
  /** True when every key's metadata was read, its size included. */
  exact: boolean;
  /** Keys without a TTL: counted when `exact`, otherwise estimated; `null`: no TTL could be read. */
  noTtl: Amount | null;
  noTtlLow: Amount | null;
  noTtlHigh: Amount | null;
  /** Only keys with a TTL. The median is within about 1 %. */
  ttlSeconds: { min: Amount; median: Amount; max: Amount } | null;
  /** The TTL that keys should have; `null` for an inferred family. `seconds`: `null` if the TTL varies. */
  ttlPolicy: { expires: boolean; seconds: Amount | null } | null;
  bytesPerKey: Amount | null;
  /** Elements (hash fields, list items, set members, stream entries) or string bytes per key. */
  length: { min: Amount; mean: Amount; max: Amount } | null;
  valueClass: ValueClass | null;
  grain: Grain;
  /** Oldest and newest period in the key names, as written there. */
  periods: { oldest: string; newest: string } | null;
  /** `null`: no periods in the key names, or none is over. */
  written: Written | null;
  inferred: boolean;
  breaks: string | null;
}

export interface GroupRow extends BytesFigure {
  keys: Count;
  share: number;
  families: Count;
  /** True when every key's metadata was read, its size included. */
  exact: boolean;
}

export interface DimensionTop {
  /** Such as `api-key`, `account`, `model`. */
  dimension: string;
  distinct: Count;
  /** True when the table of values was full. Counts are then lower bounds. */
  approximate: boolean;
  /** `bytesHow`: `at-least`: the sizes of some keys are unknown; `null`: `bytes` is `null`. */
  top: { value: string; keys: Count; bytes: number | null; bytesHow: 'counted' | 'estimated' | 'at-least' | null }[];
}

export interface MemoryReport {
  usedMemory: Amount | null;
  peakMemory: Amount | null;
  maxmemory: Amount | null;
  maxmemoryPolicy: string | null;
  /** Lines that add up to used_memory, each with its origin. */
  parts: { name: string; bytes: number; how: 'counted' | 'estimated' | 'computed' | 'server' | 'remainder' }[];
}

export interface CapabilityRow {
  name: string;
  state: 'ok' | 'missing' | 'denied' | 'empty';
  /** What the report lacks because of it; `null`: nothing. */
  effect: string | null;
}

export interface ProfileRow {
  name: string;
  id: string;
  title: string;
  /** Oldest release that can have written all that was seen; `null`: the profile has no releases. */
  version: string | null;
  /** Newest release that can have written it; `null`: unknown. */
  upTo: string | null;
  /** Set when part of the data was written by an older release. */
  upgradedFrom: string | null;
  evidence: string[];
  keys: Count;
}

/** A snapshot that was read. */
export interface SnapshotRow {
  /** The name that the user gave; `-`: standard input. */
  name: string;
  /** Bytes of the snapshot that were read, after decompression. */
  bytes: number;
  /** Such as `REDIS0010`; `null`: unreadable. */
  format: string | null;
  /** When the server made it; `null`: the file does not say. */
  savedAt: string | null;
  /** Complete keys, of all databases. */
  keys: Count;
  checksum: 'ok' | 'wrong' | 'off' | 'none' | 'unread';
  /** The problem and its byte offset; `null`: it was read to its end. */
  problem: { code: string; offset: number; message: string } | null;
}

export interface AuditData {
  source: {
    kind: 'live' | 'snapshot';
    /** Empty for a live audit. */
    snapshots: SnapshotRow[];
    sizes: SizeSource;
    /** True when the metadata of every key was read. */
    exact: boolean;
    /** True when every key is known to be counted exactly once; otherwise `countNote` has the reason. */
    countProven: boolean;
    countNote: string;
    /** Why not all keys were read; `null`: all were read, or only the command ceiling has kept something from the report. */
    endedBecause: string | null;
    /**
     * `null` when the whole keyspace was read and every question asked; otherwise why not: `interrupted`,
     * `connection-lost`, `max-commands`, `limit`.
     */
    partial: string | null;
    /** Keys of the sample that were not read because of the command ceiling. */
    unread: Count;
    /** Questions about single keys that were not asked for the same reason. */
    unasked: Count;
    /** Filters of the scan. */
    filter: { pattern: string | null; type: string | null };
  };
  server: {
    version: string | null;
    product: string | null;
    mode: string | null;
    role: string | null;
    usedMemory: Amount | null;
    usedMemoryPeak: Amount | null;
    maxmemory: Amount | null;
    maxmemoryPolicy: string | null;
    persistence: string | null;
    uptimeSeconds: Amount | null;
    /** Commands since the server started, of all clients. */
    commandsProcessed: Amount | null;
    nodes: Count;
  };
  clock: { now: Instant } & OffsetDecision;
  profiles: ProfileRow[];
  keys: Count;
  /** Keys that SCAN returned, but that no longer existed when their metadata was read. */
  vanished: Count;
  /** Keys of the sample that the user has no right to read. */
  refused: Count;
  /** Expired keys that the server had not removed yet. They are not counted above. Only snapshots show them. */
  expired: { keys: Count; families: { id: string | null; pattern: string | null; keys: Count }[] };
  databases: { db: number; keys: Count; withTtl: Count | null; scanned: Count }[];
  families: FamilyRow[];
  unrecognised: BytesFigure & { keys: Count; families: Count; exact: boolean };
  byGrain: Partial<Record<Grain, GroupRow>>;
  byClass: Partial<Record<ValueClass | 'unrecognised', GroupRow>>;
  /** Totals of the statistics by hour, by minute and by model; the three overlap. */
  fineGrained: { hourly: GroupRow; minute: GroupRow; perModel: GroupRow };
  dimensions: DimensionTop[];
  largest: { key: string; family: string; type: string | null; bytes: number; length: Amount | null }[];
  memory: MemoryReport;
  capabilities: CapabilityRow[];
  findings: Finding[];
  /** Findings that could not be checked, and why. */
  notCheckable: { codes: string[]; why: string }[];
}
