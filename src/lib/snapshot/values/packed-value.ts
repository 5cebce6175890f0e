/** A value that the file holds as one packed string: listpack, ziplist, zipmap or intset. */
import { INTSET_HEADER, intsetCount, walkIntset } from '../packed/intset.js';
import { listpackHeadCount, walkListpack } from '../packed/listpack.js';
import type { PackedVisitor } from '../packed/packed.js';
import { walkZiplist, ziplistHeadCount } from '../packed/ziplist.js';
import { walkZipmap } from '../packed/zipmap.js';
import { expandLzf, expandLzfHead } from '../lzf.js';
import { corruptValue, LOOK_INTO, nextString, take, type ParseContext, type Steps } from '../parse-context.js';

export type Packing = 'listpack' | 'ziplist' | 'zipmap' | 'intset';

export interface PackedValue {
  /** Bytes when expanded. */
  bytes: number;
  /** `null`: too large to be counted. */
  entries: number | null;
}

/** Bytes that tell the number of entries. */
const HEAD = 10;
/** Bytes of the smallest value. */
const LEAST = { listpack: 7, ziplist: 11, zipmap: 2, intset: INTSET_HEADER } as const;
const END = 0xff;

/** Reads the next string as a packed value; with a visitor, or where its head does not tell the number of entries, it is walked. */
export function* packedValue(context: ParseContext, packing: Packing, visit: PackedVisitor | null): Steps<PackedValue> {
  const { cursor, head } = context;
  yield* nextString(context);
  const { kind, length, offset, stored } = head;
  if (kind === 'integer') throw corruptValue(offset, packing);
  if (visit === null && stored <= cursor.left) {
    const counted = countInPlace(context, packing);
    if (counted === DAMAGED) throw corruptValue(offset, packing);
    if (counted !== null) {
      cursor.at += stored;
      return { bytes: length, entries: counted };
    }
  }
  const found = yield* take(context, stored, LOOK_INTO);
  if (found === null || length > LOOK_INTO) return { bytes: length, entries: null };
  const whole = kind === 'raw' ? found : expandLzf(found, length);
  const entries = whole === null ? null : walk(whole, packing, visit);
  if (entries === null) throw corruptValue(offset, packing);
  return { bytes: length, entries };
}

const DAMAGED = -1;

/** Entries of the packed value at the cursor as its head tells; `null`: they have to be counted. */
function countInPlace({ cursor, head }: ParseContext, packing: Packing): number | null {
  const { bytes, at } = cursor;
  if (head.kind === 'raw') {
    if (head.length < LEAST[packing]) return DAMAGED;
    // Only an intset has no byte that marks its end.
    if (packing !== 'intset' && bytes[at + head.length - 1] !== END) return DAMAGED;
    return headCount(bytes, at, head.length, packing);
  }
  const scratch = Buffer.allocUnsafe(HEAD);
  const found = expandLzfHead(bytes, scratch, at, at + head.stored);
  return found === null || found < LEAST[packing] - 1 ? DAMAGED : headCount(scratch, 0, head.length, packing);
}

function headCount(bytes: Buffer, at: number, length: number, packing: Packing): number | null {
  switch (packing) {
    case 'listpack':
      return bytes.readUInt32LE(at) === length ? listpackHeadCount(bytes, at) : DAMAGED;
    case 'ziplist':
      return bytes.readUInt32LE(at) === length ? ziplistHeadCount(bytes, at) : DAMAGED;
    case 'intset':
      return intsetCount(bytes, at, length) ?? DAMAGED;
    case 'zipmap':
      return null;
  }
}

function walk(bytes: Buffer, packing: Packing, visit: PackedVisitor | null): number | null {
  switch (packing) {
    case 'listpack':
      return walkListpack(bytes, visit);
    case 'ziplist':
      return walkZiplist(bytes, visit);
    case 'zipmap':
      return walkZipmap(bytes, visit);
    case 'intset': {
      const members = bytes.length < INTSET_HEADER ? null : intsetCount(bytes, 0, bytes.length);
      if (members !== null && visit) walkIntset(bytes, visit);
      return members;
    }
  }
}
