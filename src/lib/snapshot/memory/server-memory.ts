/**
 * Memory of a key on the server that wrote the snapshot, as MEMORY USAGE key SAMPLES 0 reports it after loading. Source:
 * objectComputeSize of object.c in each release. The struct sizes are those of 64-bit builds, checked key by key against Redis
 * 7.0, 8.0 and 8.6 and Valkey 8.1 and 9.1 with jemalloc.
 */
import { release, type ServerVersion } from '../server-version.js';
import { allocated } from './allocator.js';
import { sdsAllocated, sdsBytes } from './sds.js';
import { bucketBytes, meanOverLevels, valkeyTableBytes } from './tables.js';

/**
 * Layout of a key in the main table: an entry with pointers to name and object; one block for all (Redis 8.2); Valkey's tables.
 */
type KeyLayout = 'entry' | 'block' | 'valkey-8.1' | 'valkey-9';

const OBJECT = 16;
const ENTRY = 24;
const SLOT_LINKS = 16;
const POINTER = 8;
const EXPIRY = 8;
const QUICKLIST = 40;
const ZSET = 16;
const SKIPLIST = 32;
/** The head node has all 32 levels. */
const SKIPLIST_HEAD = 24 + 32 * 16;
const SKIPLIST_LEVEL = 16;
/** Score, backward pointer and member pointer. Valkey 8.1 embeds the member instead of the pointer. */
const SKIPLIST_NODE = 24;
const VALKEY_SKIPLIST_NODE = 16;
const VALKEY_ZSET = 544;
/** Bytes before a field that expires. */
const FIELD_EXPIRY = 16;
/** Valkey 9 keeps expiring fields in a separate set: bytes per field, measured. */
const VALKEY_FIELD_EXPIRY = 44;
const LISTPACK_EX = 32;
const LISTPACK_EX_8 = 24;
const STREAM = 80;
const STREAM_8 = 160;
const STREAM_ID = 16;
const RAX_NODE = 4;
/** Before Redis 8 and Valkey 8, every node counts as 30 machine words. */
const RAX_NODE_GUESS = 30 * 8;
const NACK = 24;
/** Redis 8.2 also indexes pending entries by time: bytes per entry including the index, measured. */
const NACK_8 = 123;
const GROUP = 40;
const GROUP_8 = 64;
/** Idempotent producers of Redis 8.6, and bytes per remembered id: measured. */
const PRODUCER = 150;
const PRODUCER_ID = 78;
/** Vector sets, whose layout only the module knows: bytes of an empty set and of each vector, measured. */
const VECTOR_SET = 1800;
const VECTOR = 700;

export interface StringMemory {
  encoding: 'int' | 'embstr' | 'raw';
  bytes: number;
}

export interface RaxSize {
  keys: number;
  nodes: number;
  /** As allocated. */
  bytes: number;
}

export interface StreamParts {
  /** Bytes of the nodes' listpacks. */
  listpacks: number;
  nodes: RaxSize;
  /** Pending entries: the trees of all groups and all consumers together. */
  pending: RaxSize;
  /** Total over all groups. */
  pendingEntries: number;
  groups: number;
  /** Bytes of the trees with the names of the groups, and of each group's consumers. */
  names: number;
  consumers: number;
  /** Bytes of all consumers' names. */
  consumerNames: number;
  producers: number;
  producerIds: number;
}

export class ServerMemory {
  readonly #layout: KeyLayout;
  readonly #release: number;
  readonly #isValkeyTable: boolean;
  readonly #dict: number;
  readonly #entry: number;

  constructor(server: ServerVersion) {
    this.#release = release(server);
    this.#layout = keyLayout(server.product === 'valkey', this.#release);
    this.#isValkeyTable = this.#layout === 'valkey-8.1' || this.#layout === 'valkey-9';
    this.#dict = this.#release < 700 ? 96 : 56;
    // In a cluster, Redis 7.0 and 7.2 link the keys of each slot.
    this.#entry = ENTRY + (server.clustered && this.#release >= 700 && this.#release < 704 ? SLOT_LINKS : 0);
  }

  /** A key of any type except string, without the memory that its object points to. */
  key(nameLength: number, expires: boolean): number {
    switch (this.#layout) {
      case 'entry':
        return this.#entry + sdsAllocated(nameLength) + OBJECT;
      case 'valkey-8.1':
        return OBJECT;
      case 'block':
      case 'valkey-9':
        return allocated(OBJECT + besideName(nameLength, expires));
    }
  }

  string(nameLength: number, expires: boolean, isInteger: boolean, length: number): StringMemory {
    if (isInteger) return { encoding: 'int', bytes: this.key(nameLength, expires) };
    const embedded = this.#embedded(nameLength, expires, length);
    if (embedded !== null) return { encoding: 'embstr', bytes: embedded };
    return { encoding: 'raw', bytes: this.key(nameLength, expires) + this.#text(length) };
  }

  /** `null`: the value is too long to share a block with its object. */
  #embedded(nameLength: number, expires: boolean, length: number): number | null {
    const value = embeddedText(length);
    const shared = besideName(nameLength, expires) + value;
    switch (this.#layout) {
      case 'entry':
        if (length > 44 || this.#release < 300) return null;
        return this.#entry + sdsAllocated(nameLength) + allocated(OBJECT + value);
      case 'block':
      case 'valkey-8.1':
        return OBJECT + shared > 64 ? null : allocated(OBJECT + shared);
      case 'valkey-9':
        // An embedded value needs no pointer.
        return OBJECT - POINTER + shared > 128 ? null : allocated(OBJECT - POINTER + shared);
    }
  }

  /** A separately allocated text. Redis 8.2 counts the exact size of short texts, and the allocated size of longer ones. */
  #text(length: number): number {
    return this.#layout === 'block' && length < 32 ? sdsBytes(length) : sdsAllocated(length);
  }

  /** A listpack, ziplist, intset or zipmap. Redis 8.2 counts the exact size, other servers the allocated size. */
  packed(bytes: number): number {
    return this.#layout === 'block' ? bytes : allocated(bytes);
  }

  /** A listpack whose fields have expiries, with its wrapper. */
  listpackEx(bytes: number): number {
    return (this.#layout === 'block' ? LISTPACK_EX_8 : LISTPACK_EX) + this.packed(bytes);
  }

  /** `nodesBytes`: bytes of the nodes' contents, each as from `packed`. */
  quicklist(nodes: number, nodesBytes: number): number {
    const node = this.#layout === 'block' ? 48 : this.#release >= 700 ? 40 : 32;
    return QUICKLIST + (this.#layout === 'block' ? POINTER : 0) + nodes * node + nodesBytes;
  }

  /** One member of a set in a hash table, without its share of the table. */
  setMember(length: number): number {
    return this.#text(length);
  }

  set(members: number, membersBytes: number): number {
    return this.#table(members) + membersBytes;
  }

  #table(entries: number): number {
    return this.#isValkeyTable ? valkeyTableBytes(entries) : this.#dict + bucketBytes(entries) + entries * ENTRY;
  }

  /** One field of a hash in a hash table, with its value. */
  hashField(field: number, value: number, expires: boolean): number {
    if (this.#layout !== 'entry') {
      // Field and value share a block, unless the value is long.
      const own = expires ? this.#fieldExpiry + embeddedText(field) : sdsBytes(field);
      const shared = own + embeddedText(value);
      const together = shared <= 128 ? shared : own + POINTER;
      return (this.#layout === 'block' ? together : allocated(together)) + (shared <= 128 ? 0 : sdsAllocated(value));
    }
    if (this.#release < 704) return sdsAllocated(field) + sdsAllocated(value);
    return allocated(sdsBytes(field) + (expires ? FIELD_EXPIRY : 0)) + sdsAllocated(value);
  }

  get #fieldExpiry(): number {
    return this.#isValkeyTable ? EXPIRY : FIELD_EXPIRY;
  }

  hash(fields: number, fieldsBytes: number, expiring: number): number {
    if (this.#isValkeyTable) return valkeyTableBytes(fields) + fieldsBytes + expiring * VALKEY_FIELD_EXPIRY;
    // With expiries the table grows while it is filled, and is still rehashing when loading ends.
    const moving = expiring > 0 && fields > 512 ? bucketBytes(fields) / 2 : 0;
    return this.#table(fields) + moving + fieldsBytes;
  }

  /** One member of a sorted set in a skip list, with its node. */
  zsetMember(length: number): number {
    if (this.#isValkeyTable) {
      const fixed = VALKEY_SKIPLIST_NODE + sdsBytes(length);
      return meanOverLevels((level) => allocated(fixed + level * SKIPLIST_LEVEL));
    }
    const node = (level: number): number => SKIPLIST_NODE + level * SKIPLIST_LEVEL;
    const isBlock = this.#layout === 'block';
    return this.#text(length) + meanOverLevels((level) => (isBlock ? node(level) : allocated(node(level))));
  }

  zset(members: number, membersBytes: number): number {
    if (this.#isValkeyTable) return VALKEY_ZSET + valkeyTableBytes(members) + membersBytes;
    return ZSET + SKIPLIST + allocated(SKIPLIST_HEAD) + this.#table(members) + membersBytes;
  }

  stream(parts: StreamParts): number {
    const { listpacks, nodes, pending, pendingEntries, groups, names, consumers, consumerNames } = parts;
    const trees = this.#tree(nodes) + this.#tree(pending);
    const consumer = this.#release >= 702 ? 32 : 24;
    if (this.#layout !== 'block')
      return STREAM + listpacks + trees + pendingEntries * NACK + groups * GROUP + consumers * consumer + consumerNames;
    const made = parts.producers * PRODUCER + parts.producerIds * PRODUCER_ID;
    return (
      STREAM_8 +
      listpacks +
      trees +
      names +
      pendingEntries * NACK_8 +
      groups * GROUP_8 +
      consumers * (consumer + 2) +
      consumerNames +
      made
    );
  }

  #tree({ keys, nodes, bytes }: RaxSize): number {
    return this.#layout === 'entry' ? keys * STREAM_ID + nodes * (RAX_NODE + RAX_NODE_GUESS) : bytes;
  }

  /** Only the module knows the memory of its value; the stored size is the best guess. */
  module(type: string, storedBytes: number, length: number | null): number {
    return type === 'vectorset' && length !== null ? VECTOR_SET + length * VECTOR : storedBytes;
  }
}

function keyLayout(isValkey: boolean, version: number): KeyLayout {
  if (isValkey) return version >= 900 ? 'valkey-9' : version >= 801 ? 'valkey-8.1' : 'entry';
  return version >= 802 ? 'block' : 'entry';
}

/** Expiry and name, when they are in the object's block. */
const besideName = (nameLength: number, expires: boolean): number => (expires ? EXPIRY : 0) + 1 + sdsBytes(nameLength);

/** A text inside another block always has the header with room for 255 bytes. */
const embeddedText = (length: number): number => 3 + length + 1;
