import { TYPE } from '../../snapshot/opcodes.js';
import type { Value } from '../entry.js';
import { hashIsPacked, writeHash, writePackedHash } from './hash.js';
import { writeList } from './list.js';
import { intsetOf, writeIntset, writeSet } from './set.js';
import { writeStream } from './stream.js';
import type { SnapshotBytes } from './snapshot-bytes.js';
import { writeString } from './strings.js';
import { writePackedZset, writeZset, zsetIsPacked } from './zset.js';

/** The stored form of a value: its type byte, and the function that writes it. */
export interface Encoding {
  type: number;
  write(out: SnapshotBytes): void;
}

/** The encoding that Redis 7.0 with default limits chooses. */
export function encodingOf(value: Value): Encoding {
  switch (value.type) {
    case 'string':
      return { type: TYPE.string, write: (out) => writeString(out, value.text) };
    case 'hash':
      return hashIsPacked(value.fields)
        ? { type: TYPE.hashListpack, write: (out) => writePackedHash(out, value.fields) }
        : { type: TYPE.hash, write: (out) => writeHash(out, value.fields) };
    case 'list':
      return { type: TYPE.listQuicklist2, write: (out) => writeList(out, value.elements) };
    case 'set': {
      const integers = intsetOf(value.members);
      return integers
        ? { type: TYPE.setIntset, write: (out) => writeIntset(out, integers) }
        : { type: TYPE.set, write: (out) => writeSet(out, value.members) };
    }
    case 'zset':
      return zsetIsPacked(value.scores)
        ? { type: TYPE.zsetListpack, write: (out) => writePackedZset(out, value.scores) }
        : { type: TYPE.zset, write: (out) => writeZset(out, value.scores) };
    case 'stream':
      return { type: TYPE.stream2, write: (out) => writeStream(out, value.events) };
  }
}
