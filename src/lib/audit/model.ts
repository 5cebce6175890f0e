/** The audit's report as plain, versioned data. Every renderer reads this and nothing else. Bytes are bytes, times are seconds, shares 0..1. */
import type { Grain, ValueClass } from '../profile/types.js';
import type { OffsetDecision } from '../recognise/utc-offset.js';
import type { Finding } from './finding.js';

/**
 * A total of sizes as the server tells them: MEMORY USAGE looks at 5 elements of a collection, so that of large ones it is itself an
 * estimate. It was counted (`low` = `high` = `bytes`) or estimated from a sample, with its 95 % interval. `bytes` is `null` when it could
 * not be read. With bytes but without `high` it is a lower bound, which leaves out families of unknown size; without both it is a guess.
 */
export interface BytesFigure {
  bytes: number | null;
  bytesLow: number | null;
  bytesHigh: number | null;
}

/** Where sizes come from: MEMORY USAGE of the server, types and lengths alone, or a model of the server's memory applied to a snapshot. */
export type SizeSource = 'server' | 'lengths' | 'snapshot';

export interface FamilyRow extends BytesFigure {
  id: string;
  /** `null` for an inferred family. */
  profile: string | null;
  pattern: string;
  /** The type of most keys; `mixed` is never used: see `types`. `null`: no key's type was read. */
  type: string | null;
  /** Keys read per type. */
  types: Record<string, number>;
  keys: number;
  /** Share of all keys, 0..1. */
  share: number;
  /** Keys whose type, TTL and size were read. */
  sampled: number;
  /** True when every key's metadata was read, its size included. */
  exact: boolean;
  /** Keys without a TTL: counted when `exact`, otherwise estimated; `null`: no TTL could be read. */
  noTtl: number | null;
  noTtlLow: number | null;
  noTtlHigh: number | null;
  /** Of the keys that have one. The median is right to about 1 %. */
  ttlSeconds: { min: number; median: number; max: number } | null;
  /** What the profile promises: `null` for inferred; `seconds: null` for a life that varies. */
  ttlPolicy: { expires: boolean; seconds: number | null } | null;
  bytesPerKey: number | null;
  /** Elements (hash fields, list items, set members, stream entries) or string bytes per key. */
  length: { min: number; mean: number; max: number } | null;
  valueClass: ValueClass | null;
  grain: Grain;
  /** Oldest and newest period in the key names, as written there. */
  periods: { oldest: string; newest: string } | null;
  inferred: boolean;
  breaks: string | null;
}

export interface GroupRow extends BytesFigure {
  keys: number;
  share: number;
  families: number;
  /** True when every key's metadata was read, its size included. */
  exact: boolean;
}

export interface DimensionTop {
  /** Such as `api-key`, `account`, `model`. */
  dimension: string;
  distinct: number;
  /** True when the table of values had to be cut: counts are then lower bounds. */
  approximate: boolean;
  /** `bytesHow`: `at-least` where nothing is known of the sizes of some of the keys; `null` where bytes are. */
  top: { value: string; keys: number; bytes: number | null; bytesHow: 'counted' | 'estimated' | 'at-least' | null }[];
}

export interface MemoryReport {
  usedMemory: number | null;
  peakMemory: number | null;
  maxmemory: number | null;
  maxmemoryPolicy: string | null;
  /** Lines that add up to used_memory, each with how it was got. */
  parts: { name: string; bytes: number; how: 'counted' | 'estimated' | 'computed' | 'server' | 'remainder' }[];
}

export interface CapabilityRow {
  name: string;
  state: 'ok' | 'missing' | 'denied' | 'empty';
  /** What the report lacks because of it; `null` when nothing. */
  effect: string | null;
}

export interface ProfileRow {
  name: string;
  id: string;
  title: string;
  /** Oldest release that can have written everything that was seen; `null` where the profile has no releases. */
  version: string | null;
  /** The last release that can have; `null` where nothing tells. */
  upTo: string | null;
  /** Set when part of the data was written by an older release. */
  upgradedFrom: string | null;
  evidence: string[];
  keys: number;
}

/** A snapshot that was read. */
export interface SnapshotRow {
  /** As it was named; `-` is standard input. */
  name: string;
  /** Bytes of the snapshot, after decompression, as far as it was read. */
  bytes: number;
  /** Such as `REDIS0010`; `null` where it has none that can be read. */
  format: string | null;
  /** When the server says that it made it; `null` where the file does not tell. */
  savedAt: string | null;
  /** Complete keys, of all databases. */
  keys: number;
  checksum: 'ok' | 'wrong' | 'off' | 'none' | 'unread';
  /** What is wrong with it, and at which byte; `null`: it was read to its end. */
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
    /** True when every key is known to have been counted exactly once; else `countNote` says why not. */
    countProven: boolean;
    countNote: string;
    /**
     * `null` when the whole keyspace was looked at, and everything asked that was to be; else why not: `interrupted`, `connection-lost`,
     * `max-commands`, `limit`.
     */
    partial: string | null;
    /** Keys of the sample that were left unread for the sake of the command ceiling. */
    unread: number;
    /** Questions about single keys that it has left unasked. */
    unasked: number;
    /** What the scan was narrowed to. */
    filter: { pattern: string | null; type: string | null };
  };
  server: {
    version: string | null;
    product: string | null;
    mode: string | null;
    role: string | null;
    usedMemory: number | null;
    usedMemoryPeak: number | null;
    maxmemory: number | null;
    maxmemoryPolicy: string | null;
    persistence: string | null;
    uptimeSeconds: number | null;
    nodes: number;
  };
  clock: { now: string } & OffsetDecision;
  profiles: ProfileRow[];
  keys: number;
  /** Keys found by SCAN of which nothing was left when their metadata was read. */
  vanished: number;
  /** Keys that were to be read, but that the user may not read. */
  refused: number;
  /** Keys whose TTL had run out at the time of the report, but which nobody had removed yet: not counted above. Only snapshots show them. */
  expired: { keys: number; families: { id: string | null; pattern: string | null; keys: number }[] };
  databases: { db: number; keys: number; withTtl: number | null; scanned: number }[];
  families: FamilyRow[];
  unrecognised: BytesFigure & { keys: number; families: number; exact: boolean };
  byGrain: Partial<Record<Grain, GroupRow>>;
  byClass: Partial<Record<ValueClass | 'unrecognised', GroupRow>>;
  /** What the hour and minute statistics and those per model take together; the three overlap. */
  fineGrained: { hourly: GroupRow; minute: GroupRow; perModel: GroupRow };
  dimensions: DimensionTop[];
  largest: { key: string; family: string; type: string | null; bytes: number; length: number | null }[];
  memory: MemoryReport;
  capabilities: CapabilityRow[];
  findings: Finding[];
  /** Findings that could not be looked for, and why. */
  notCheckable: { codes: string[]; why: string }[];
}
