/** In which encoding a server of the default configuration keeps a value that it has loaded. Source: rdbLoadObject of each release. */
import { release, type ServerVersion } from './server-version.js';

export interface EncodingRules {
  /** The name of small hashes, sorted sets and, before Redis 3.2, lists. */
  packedHash: string;
  packedZset: string;
  /** Lists that fit one node are kept without a quicklist, since Redis 7.2. */
  shortList: 'quicklist' | 'listpack' | 'ziplist';
  longList: 'quicklist' | 'linkedlist';
  packedSet: boolean;
  /** Redis 5 has streams, but no name for their encoding. */
  stream: 'stream' | 'unknown';
}

/** Entries up to which a value that is stored element by element is packed again, and bytes of its longest element. */
export const PACKED = { hash: 512, zset: 128, set: 128, list: 512, intset: 512, element: 64 } as const;

/** Bytes up to which a list is one node: list-max-listpack-size -2. */
export const LIST_NODE_BYTES = 8192;

export function encodingRules(server: ServerVersion): EncodingRules {
  const version = release(server);
  const packed = version >= 700 ? 'listpack' : 'ziplist';
  return {
    packedHash: version < 206 ? 'zipmap' : packed,
    packedZset: packed,
    shortList: version >= 702 ? 'listpack' : version >= 302 ? 'quicklist' : 'ziplist',
    longList: version >= 302 ? 'quicklist' : 'linkedlist',
    packedSet: version >= 702,
    stream: version < 600 ? 'unknown' : 'stream',
  };
}
