/** The encoding that a server with default configuration chooses for a loaded value. Source: rdbLoadObject of each release. */
import { release, type ServerVersion } from './server-version.js';

export interface EncodingRules {
  /** The encoding of small hashes, sorted sets and, before Redis 3.2, lists. */
  packedHash: string;
  packedZset: string;
  /** Since Redis 7.2, a list that fits in one node has no quicklist. */
  shortList: 'quicklist' | 'listpack' | 'ziplist';
  longList: 'quicklist' | 'linkedlist';
  packedSet: boolean;
  /** Redis 5 has streams, but reports no encoding for them. */
  stream: 'stream' | 'unknown';
}

/**
 * Maximum entries of a value, stored element by element, that the server packs again; `element`: maximum bytes of its longest
 * element.
 */
export const PACKED = { hash: 512, zset: 128, set: 128, list: 512, intset: 512, element: 64 } as const;

/** Maximum bytes of a list in one node: list-max-listpack-size -2. */
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
