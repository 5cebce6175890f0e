/**
 * What a key takes in the memory of the server that wrote the snapshot, as its MEMORY USAGE key SAMPLES 0 would say after loading it.
 * Source: objectComputeSize of object.c in each release, checked key by key against servers with jemalloc.
 */
import { release, type ServerVersion } from '../server-version.js';
import { allocated } from './allocator.js';
import { sdsAllocated, sdsBytes } from './sds.js';
import { bucketBytes, collisions, meanSkiplistNode } from './tables.js';

/** How the main table holds a key: an entry that points to name and object; both in one block (Redis 8.2); Valkey's tables. */
type KeyLayout = 'entry' | 'block' | 'valkey-8.1' | 'valkey-9';

const OBJECT = 16;
const ENTRY = 24;
const EXPIRY = 8;
const DICT = 56;
/** Before Redis 7. */
const OLD_DICT = 96;
const LISTPACK_EX = 40;
const QUICKLIST = 40;
const QUICKLIST_NODE = 32;
/** Table of buckets of Valkey 8.1, and one bucket of seven entries. */
const HASHTABLE = 64;
const ZSET = 16;
const SKIPLIST = 32;
const SKIPLIST_HEAD = 24 + 32 * 16;
/** Score, backward pointer and member of a skip list node. */
const SKIPLIST_NODE = 24;
const SKIPLIST_LEVEL = 16;
const STREAM = 80;
const RAX_NODE = 4 + 30 * 8;
const STREAM_ID = 16;
const NACK = 24;
const GROUP = 40;

export interface StringMemory {
  encoding: 'int' | 'embstr' | 'raw';
  bytes: number;
}

export interface StreamParts {
  /** Allocated bytes of the nodes' listpacks. */
  listpacks: number;
  nodes: RaxSize;
  groups: RaxSize | null;
  /** Pending entries of each group and each consumer. */
  pending: RaxSize[];
  pendingEntries: number;
  groupCount: number;
  consumers: number;
  consumerNames: number;
}

export interface RaxSize {
  keys: number;
  nodes: number;
}

export class ServerMemory {
  readonly #layout: KeyLayout;
  readonly #release: number;
  readonly #valkey: boolean;
  readonly #dict: number;
  readonly #entry: number;
  readonly #skiplistNode: number;

  constructor(server: ServerVersion) {
    this.#release = release(server);
    this.#valkey = server.product === 'valkey';
    this.#layout = keyLayout(this.#valkey, this.#release);
    this.#dict = this.#release < 700 ? OLD_DICT : DICT;
    // In a cluster, Redis 7.0 and 7.2 chain the keys of each slot.
    this.#entry = ENTRY + (server.clustered && this.#release >= 700 && this.#release < 704 ? 16 : 0);
    this.#skiplistNode = meanSkiplistNode(SKIPLIST_NODE, SKIPLIST_LEVEL, allocated);
  }

  /** A key of any type but string, without what its object points to. */
  key(nameLength: number, expires: boolean): number {
    const name = sdsBytes(nameLength);
    switch (this.#layout) {
      case 'entry':
        return this.#entry + sdsAllocated(nameLength) + OBJECT;
      case 'valkey-8.1':
        return OBJECT;
      case 'block':
      case 'valkey-9':
        return allocated(OBJECT + (expires ? EXPIRY : 0) + 1 + name);
    }
  }

  string(nameLength: number, expires: boolean, isInteger: boolean, length: number): StringMemory {
    if (isInteger) return { encoding: 'int', bytes: this.key(nameLength, expires) };
    const embedded = this.#embedded(nameLength, expires, length);
    if (embedded !== null) return { encoding: 'embstr', bytes: embedded };
    return { encoding: 'raw', bytes: this.key(nameLength, expires) + this.#rawString(length) };
  }

  /** `null` when the value is too long to share a block with its object. */
  #embedded(nameLength: number, expires: boolean, length: number): number | null {
    const value = 3 + length + 1;
    const before = (expires ? EXPIRY : 0) + 1 + sdsBytes(nameLength);
    switch (this.#layout) {
      case 'entry':
        if (length > 44 || this.#release < 300) return null;
        return this.#entry + sdsAllocated(nameLength) + allocated(OBJECT + value);
      case 'block':
        return OBJECT + before + value > 64 ? null : allocated(OBJECT + before + value);
      case 'valkey-8.1':
        return OBJECT + before + value > 64 ? null : allocated(OBJECT + before + value);
      case 'valkey-9':
        // The pointer to the value is saved.
        return OBJECT - 8 + before + value > 128 ? null : allocated(OBJECT - 8 + before + value);
    }
  }

  /** Redis 8.2 counts short strings as they are, longer ones as allocated. */
  #rawString(length: number): number {
    return this.#layout === 'block' && length < 32 ? sdsBytes(length) : sdsAllocated(length);
  }

  /** A listpack, ziplist, intset or zipmap. */
  packed(bytes: number): number {
    return allocated(bytes);
  }

  /** A listpack whose fields have expiries, with the record that says so. */
  listpackEx(bytes: number): number {
    return LISTPACK_EX + allocated(bytes);
  }

  /** Nobody but the module knows; what it stored is the best guess. */
  module(storedBytes: number): number {
    return storedBytes;
  }

  quicklist(nodes: number, allocatedBytes: number): number {
    return QUICKLIST + nodes * QUICKLIST_NODE + allocatedBytes;
  }

  /** One member of a set in a table, without its share of the table. */
  setMember(length: number): number {
    return sdsAllocated(length);
  }

  set(members: number, membersBytes: number): number {
    if (this.#layout === 'valkey-8.1' || this.#layout === 'valkey-9') return valkeyTable(members) + membersBytes;
    // Since Redis 7.2 a member alone in its bucket needs no entry.
    const entries = this.#release >= 702 ? collisions(members) * 16 : members * ENTRY;
    return this.#dict + bucketBytes(members) + membersBytes + entries;
  }

  /** One field of a hash in a table, with its value. */
  hashField(field: number, value: number, _expires: boolean): number {
    return sdsAllocated(field) + sdsAllocated(value);
  }

  hash(fields: number, fieldsBytes: number, _expiring: number): number {
    return this.#dict + bucketBytes(fields) + fieldsBytes + fields * ENTRY;
  }

  zsetMember(length: number): number {
    return sdsAllocated(length);
  }

  zset(members: number, membersBytes: number): number {
    const table = this.#dict + bucketBytes(members) + members * ENTRY;
    return ZSET + SKIPLIST + allocated(SKIPLIST_HEAD) + table + membersBytes + members * this.#skiplistNode;
  }

  stream(parts: StreamParts): number {
    const trees = [parts.nodes, ...(parts.groups ? [parts.groups] : []), ...parts.pending];
    const tree = trees.reduce((sum, { keys, nodes }) => sum + keys * STREAM_ID + nodes * RAX_NODE, 0);
    const consumer = this.#release >= 702 ? 32 : 24;
    return (
      STREAM +
      parts.listpacks +
      tree +
      parts.pendingEntries * NACK +
      parts.groupCount * GROUP +
      parts.consumers * consumer +
      parts.consumerNames
    );
  }
}

function keyLayout(valkey: boolean, version: number): KeyLayout {
  if (valkey) return version >= 900 ? 'valkey-9' : version >= 801 ? 'valkey-8.1' : 'entry';
  return version >= 802 ? 'block' : 'entry';
}

/** Valkey 8.1: buckets of 64 bytes for seven entries each. */
function valkeyTable(entries: number): number {
  const wanted = Math.max(1, Math.ceil(entries / 6));
  return HASHTABLE + 64 * 2 ** Math.ceil(Math.log2(wanted));
}
