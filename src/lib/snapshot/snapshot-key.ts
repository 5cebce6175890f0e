/** The facts about each key of a snapshot, and the interfaces that receive them. */

export const SNAPSHOT_TYPES = ['string', 'list', 'set', 'zset', 'hash', 'stream', 'module'] as const;

export type SnapshotType = (typeof SNAPSHOT_TYPES)[number];

export interface SnapshotKey {
  db: number;
  /** Byte string: one character per byte. Empty when the sink takes names as bytes. */
  name: string;
  /** Bytes of the name. */
  nameLength: number;
  type: SnapshotType;
  /** Type of a module's value, as TYPE reports it; `null` for other types. */
  moduleType: string | null;
  /** When the key expires, in milliseconds since 1970; `null`: no TTL. */
  expireAtMs: number | null;
  idleSeconds: number | null;
  /** Logarithmic access frequency, 0 to 255; `null` unless the server uses an LFU policy. */
  frequency: number | null;
  /** Offset of the key's record in the (decompressed) file. */
  offset: number;
  /** OBJECT ENCODING of a server of the same version with default settings after loading. */
  encoding: string;
  /** Elements, or bytes of a string; `null` for a module value that only the module can count. */
  length: number | null;
  /** Estimate of MEMORY USAGE after loading. */
  bytes: number;
  /** Fields with their own expiry. */
  fieldExpiry: { count: number; minMs: number; maxMs: number } | null;
  stream: StreamFacts | null;
}

export interface StreamFacts {
  lastId: string;
  /** Nodes of the stream, each a listpack of many entries. */
  nodes: number;
  groups: number;
  consumers: number;
  pending: number;
  /** Entries ever added; `null`: not in this format version. */
  entriesAdded: number | null;
}

/**
 * Receives the elements of one value as byte strings while the file is read. Elements longer than a mebibyte arrive as `null`.
 */
export interface ValueVisitor {
  /**
   * List and set: an element. Hash: field and value. Sorted set: member and score. String: the value. Streams and modules: no
   * calls. `expireAtMs`: when the field expires; 0 or absent: never.
   */
  entry(first: string | null, second: string | null, expireAtMs?: number): void;
  /** Bytes of the longest useful text, if known: longer ones may arrive as `null`. */
  readonly longest?: number;
  /** Optional. Receives the contents of a stream. */
  readonly stream?: StreamVisitor;
}

/** Groups follow the entries and the facts. Calls after a group or a consumer belong to it. */
export interface StreamVisitor {
  /** `pairs`: alternating fields and values. */
  entry(id: string, pairs: readonly string[]): void;
  /** The stream's own fields; `null`: not stored before Redis 7. */
  facts(lastId: string, maxDeletedId: string | null, entriesAdded: bigint | null): void;
  /** `entriesRead`: `null` when not stored, or unknown to the server. */
  group(name: string, lastId: string, entriesRead: bigint | null): void;
  pending(id: string, deliveredAtMs: number, deliveries: number): void;
  consumer(name: string): void;
  /** An entry that waits for this consumer's acknowledgement. */
  owned(id: string): void;
}

export interface SnapshotSink {
  /**
   * Optional. Receives the next key's name as the bytes from `start` to `end`, valid until the next chunk. If set, `key.name` is
   * empty.
   */
  takeName?: (bytes: Buffer, start: number, end: number) => void;
  /**
   * Called when name, type and expiry of the next key are known; the returned visitor receives its elements. After damage, `end`
   * may not follow.
   */
  begin(key: SnapshotKey): ValueVisitor | null;
  /** The key is complete. */
  end(key: SnapshotKey): void;
}

/** A part of a name between colons. A sink may extend it. */
export interface NameSegment {
  readonly text: string;
}

/** The facts about a key that are counted. Valid only during the call. */
export interface CountedKey<Segment extends NameSegment = NameSegment> extends Readonly<
  Pick<SnapshotKey, 'db' | 'name' | 'type' | 'moduleType' | 'expireAtMs' | 'offset' | 'length' | 'bytes'>
> {
  /** The name split at its colons, if already split. Equal segments are mostly one object; use these and not `name`. */
  readonly segments?: readonly Segment[];
}

/**
 * A sink that only counts. Its visitors may be called after `end`. Declared as properties, not methods, so that TypeScript checks
 * parameters strictly and rejects a full SnapshotSink here.
 */
export interface CountingSink<Segment extends NameSegment = NameSegment> {
  /** Creates the segments of the keys' names. */
  newSegment: (text: string) => Segment;
  begin: (key: CountedKey<Segment>) => ValueVisitor | null;
  end: (key: CountedKey<Segment>) => void;
}
