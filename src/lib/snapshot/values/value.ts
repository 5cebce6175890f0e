/** The reader for each value type, and the type as Redis names it. */
import { TYPE, VALKEY_HASH_FIELD_TTL } from '../opcodes.js';
import type { ParseContext, Steps } from '../parse-context.js';
import type { SnapshotKey, SnapshotType, ValueVisitor } from '../snapshot-key.js';
import { readArray } from './array.js';
import { readHash, readListpackTtl } from './hash.js';
import { readPlainList, readQuicklist, readQuicklist2, readZiplistList } from './list.js';
import { readModule } from './module.js';
import { passPackedPairs, readPackedPairs } from './packed-pairs.js';
import { readPackedSet, readSet } from './set.js';
import { readStream } from './stream.js';
import { readTemplateArray, readTemplateListpack } from './template-hash.js';
import { passString, readString } from './string.js';
import { readZset } from './zset.js';

type Reader = (context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null) => Steps;

/** Skips a value that is fully available, without the cost of a generator; `false`: incomplete, and nothing was read. */
type Passer = (context: ParseContext, key: SnapshotKey) => boolean;

export interface ValueKind {
  type: SnapshotType;
  read: Reader;
  /** Present for the types of most keys. */
  pass?: Passer;
}

const COMMON: Readonly<Record<number, ValueKind>> = {
  [TYPE.string]: { type: 'string', read: readString, pass: passString },
  [TYPE.list]: { type: 'list', read: readPlainList },
  [TYPE.listZiplist]: { type: 'list', read: readZiplistList },
  [TYPE.listQuicklist]: { type: 'list', read: readQuicklist },
  [TYPE.listQuicklist2]: { type: 'list', read: readQuicklist2 },
  [TYPE.set]: { type: 'set', read: readSet },
  [TYPE.setIntset]: { type: 'set', read: (context, key, visitor) => readPackedSet(context, key, visitor, 'intset') },
  [TYPE.setListpack]: { type: 'set', read: (context, key, visitor) => readPackedSet(context, key, visitor, 'listpack') },
  [TYPE.zsetText]: { type: 'zset', read: (context, key, visitor) => readZset(context, key, visitor, true) },
  [TYPE.zset]: { type: 'zset', read: (context, key, visitor) => readZset(context, key, visitor, false) },
  [TYPE.zsetZiplist]: {
    type: 'zset',
    read: (context, key, visitor) => readPackedPairs(context, key, visitor, 'ziplist', 'packedZset'),
    pass: (context, key) => passPackedPairs(context, key, 'ziplist', 'packedZset'),
  },
  [TYPE.zsetListpack]: {
    type: 'zset',
    read: (context, key, visitor) => readPackedPairs(context, key, visitor, 'listpack', 'packedZset'),
    pass: (context, key) => passPackedPairs(context, key, 'listpack', 'packedZset'),
  },
  [TYPE.hash]: { type: 'hash', read: (context, key, visitor) => readHash(context, key, visitor, 'none') },
  [TYPE.hashZipmap]: {
    type: 'hash',
    read: (context, key, visitor) => readPackedPairs(context, key, visitor, 'zipmap', 'packedHash'),
  },
  [TYPE.hashZiplist]: {
    type: 'hash',
    read: (context, key, visitor) => readPackedPairs(context, key, visitor, 'ziplist', 'packedHash'),
    pass: (context, key) => passPackedPairs(context, key, 'ziplist', 'packedHash'),
  },
  [TYPE.hashListpack]: {
    type: 'hash',
    read: (context, key, visitor) => readPackedPairs(context, key, visitor, 'listpack', 'packedHash'),
    pass: (context, key) => passPackedPairs(context, key, 'listpack', 'packedHash'),
  },
  [TYPE.stream1]: { type: 'stream', read: (context, key, visitor) => readStream(context, key, visitor, 1) },
  [TYPE.stream2]: { type: 'stream', read: (context, key, visitor) => readStream(context, key, visitor, 2) },
  [TYPE.stream3]: { type: 'stream', read: (context, key, visitor) => readStream(context, key, visitor, 3) },
  [TYPE.module]: { type: 'module', read: readModule },
};

const REDIS: Readonly<Record<number, ValueKind>> = {
  [TYPE.hashFieldTtlPreGa]: { type: 'hash', read: (context, key, visitor) => readHash(context, key, visitor, 'absolute') },
  [TYPE.hashListpackTtlPreGa]: { type: 'hash', read: (context, key, visitor) => readListpackTtl(context, key, visitor, false) },
  [TYPE.hashFieldTtl]: { type: 'hash', read: (context, key, visitor) => readHash(context, key, visitor, 'since-first') },
  [TYPE.hashListpackTtl]: { type: 'hash', read: (context, key, visitor) => readListpackTtl(context, key, visitor, true) },
  [TYPE.stream4]: { type: 'stream', read: (context, key, visitor) => readStream(context, key, visitor, 4) },
  [TYPE.stream5]: { type: 'stream', read: (context, key, visitor) => readStream(context, key, visitor, 5) },
  [TYPE.array]: { type: 'module', read: readArray },
  [TYPE.templateListpack]: { type: 'hash', read: (context, key, visitor) => readTemplateListpack(context, key, visitor, false) },
  [TYPE.templateListpackRef]: {
    type: 'hash',
    read: (context, key, visitor) => readTemplateListpack(context, key, visitor, true),
  },
  [TYPE.templateArray]: { type: 'hash', read: (context, key, visitor) => readTemplateArray(context, key, visitor, false) },
  [TYPE.templateArrayRef]: { type: 'hash', read: (context, key, visitor) => readTemplateArray(context, key, visitor, true) },
};

const VALKEY: Readonly<Record<number, ValueKind>> = {
  [VALKEY_HASH_FIELD_TTL]: { type: 'hash', read: (context, key, visitor) => readHash(context, key, visitor, 'valkey') },
};

/** `undefined`: unknown type, so the end of its value is unknown too. */
export const valueKind = (type: number, isValkey: boolean): ValueKind | undefined =>
  COMMON[type] ?? (isValkey ? VALKEY : REDIS)[type];
