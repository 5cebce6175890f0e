/** What is known of each key of a snapshot, and who wants to know. */

export const SNAPSHOT_TYPES = ['string', 'list', 'set', 'zset', 'hash', 'stream', 'module'] as const;

export type SnapshotType = (typeof SNAPSHOT_TYPES)[number];

export interface SnapshotKey {
  db: number;
  /** Byte string: one character per byte. Empty where the sink takes names as bytes. */
  name: string;
  /** Bytes of the name. */
  nameLength: number;
  type: SnapshotType;
  /** Of a module's value, as TYPE tells it; else `null`. */
  moduleType: string | null;
  /** Milliseconds since 1970; `null`: it stays. */
  expireAtMs: number | null;
  idleSeconds: number | null;
  /** Logarithmic access frequency, 0 to 255, where the server evicts by it. */
  frequency: number | null;
  /** Where the key's record begins in the (decompressed) file. */
  offset: number;
  /** As OBJECT ENCODING of a server of the same version with default settings says after loading it. */
  encoding: string;
  /** Elements, or bytes of a string; `null` for modules whose values only the module can count. */
  length: number | null;
  /** What MEMORY USAGE would say after loading: an estimate. */
  bytes: number;
  /** Fields with an expiry of their own. */
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
  /** Entries ever added; `null` where the format does not tell. */
  entriesAdded: number | null;
}

/** Gets the elements of one value as byte strings, while they stream by. Longer ones than a mebibyte come as `null`. */
export interface ValueVisitor {
  /**
   * List and set: an element; hash: field and value; sorted set: member and score. Strings: the value. Streams and modules have none.
   * `expireAtMs`: of a field that expires by itself, else 0 or left out.
   */
  entry(first: string | null, second: string | null, expireAtMs?: number): void;
  /** Bytes of the longest text that is of use, where that is known: longer ones may come as `null`. */
  readonly longest?: number;
  /** Gets what a stream holds, where somebody wants to know. */
  readonly stream?: StreamVisitor;
}

/** Groups come after the entries and the facts; what follows a group or a consumer belongs to it. */
export interface StreamVisitor {
  /** Fields and values by turns. */
  entry(id: string, pairs: readonly string[]): void;
  /** What the stream itself knows; `null`: not told before Redis 7. */
  facts(lastId: string, maxDeletedId: string | null, entriesAdded: bigint | null): void;
  /** `entriesRead`: `null` where it is not told, or not known to the server. */
  group(name: string, lastId: string, entriesRead: bigint | null): void;
  pending(id: string, deliveredAtMs: number, deliveries: number): void;
  consumer(name: string): void;
  /** An entry that waits for this consumer's acknowledgement. */
  owned(id: string): void;
}

export interface SnapshotSink {
  /** Where it is there, gets the name of the next key, the bytes from `start` to `end`, which are good until the next chunk comes: a key then has none of its own. */
  takeName?: (bytes: Buffer, start: number, end: number) => void;
  /** Name, type and expiry of the next key are known; a visitor gets its elements. Damage may keep its `end` from coming. */
  begin(key: SnapshotKey): ValueVisitor | null;
  /** The key is complete. */
  end(key: SnapshotKey): void;
}

/** A part of a name between colons. Whoever counts may add to it. */
export interface NameSegment {
  readonly text: string;
}

/** What is counted of a key. Good as long as the sink looks at it. */
export interface CountedKey<Segment extends NameSegment = NameSegment> extends Readonly<
  Pick<SnapshotKey, 'db' | 'name' | 'type' | 'moduleType' | 'expireAtMs' | 'offset' | 'length' | 'bytes'>
> {
  /** The name cut at its colons, where that has been done already: equal segments are mostly one object, and the name is best not asked for. */
  readonly segments?: readonly Segment[];
}

/** A sink that only counts. What the visitors get may come later than `end`. These are no methods, so that no sink that wants more passes for one. */
export interface CountingSink<Segment extends NameSegment = NameSegment> {
  /** Asked for the segments that keys will come with. */
  newSegment: (text: string) => Segment;
  begin: (key: CountedKey<Segment>) => ValueVisitor | null;
  end: (key: CountedKey<Segment>) => void;
}
