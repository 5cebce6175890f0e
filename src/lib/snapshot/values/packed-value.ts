/** Values stored as one packed string: listpack, ziplist, zipmap or intset. */
import { INTSET_HEADER, intsetCount, walkIntset } from '../packed/intset.js';
import { listpackHeadCount, walkListpack } from '../packed/listpack.js';
import { END, type PackedVisitor } from '../packed/packed.js';
import { walkZiplist, ziplistHeadCount } from '../packed/ziplist.js';
import { walkZipmap } from '../packed/zipmap.js';
import { expandLzfHead } from '../lzf.js';
import {
  corruptValue,
  expandWithin,
  LOOK_INTO,
  margin,
  PACKED_HEAD,
  take,
  type ParseContext,
  type Steps,
} from '../parse-context.js';

export type Packing = 'listpack' | 'ziplist' | 'zipmap' | 'intset';

export interface PackedValue {
  /** Expanded bytes. */
  bytes: number;
  /** `null`: too large to count. */
  entries: number | null;
}

/** Bytes of the smallest value. */
const LEAST = { listpack: 7, ziplist: 11, zipmap: 2, intset: INTSET_HEADER } as const;

/**
 * Reads the next string as a packed value. Walks its entries when there is a visitor, or when its head does not contain the
 * number of entries. Only a walk finds damage outside the head.
 */
export function* packedValue(context: ParseContext, packing: Packing, visit: PackedVisitor | null): Steps<PackedValue> {
  yield* margin(context);
  const entriesAtOnce = visit === null ? packedAtOnce(context, packing) : null;
  const { head, limits } = context;
  if (entriesAtOnce !== null) return { bytes: head.length, entries: entriesAtOnce };
  head.read();
  const { kind, length, offset, stored } = head;
  if (kind === 'integer') throw corruptValue(offset, packing);
  const found = yield* take(context, stored, limits.lookInto);
  if (found === null) return { bytes: length, entries: null };
  const counted = headEntries(context, found, 0, packing);
  if (counted === DAMAGED) throw corruptValue(offset, packing);
  if (length > limits.lookInto || (visit === null && counted !== null)) return { bytes: length, entries: counted };
  const whole = kind === 'raw' ? found : expandWithin(context, found);
  const entries = whole === null ? null : walk(whole, packing, visit);
  if (entries === null) throw corruptValue(offset, packing);
  return { bytes: length, entries };
}

/**
 * Skips the next string in place if it is fully available and its head contains the number of entries, which is returned; its
 * bytes are `head.length`. Otherwise reads nothing. Most values take this path, which avoids the cost of a generator.
 */
export function packedAtOnce(context: ParseContext, packing: Packing): number | null {
  const { cursor, head } = context;
  const start = cursor.at;
  head.read();
  const { kind, stored } = head;
  if (kind !== 'integer' && stored <= cursor.left && stored <= LOOK_INTO) {
    const counted = headEntries(context, cursor.bytes, cursor.at, packing);
    if (counted === DAMAGED) throw corruptValue(head.offset, packing);
    if (counted !== null) {
      cursor.at += stored;
      return counted;
    }
  }
  cursor.at = start;
  return null;
}

const DAMAGED = -1;

/**
 * Number of entries from the head of the packed value at `at`, after the head of its string was read; `null`: they must be
 * counted.
 */
function headEntries({ head, scratch }: ParseContext, bytes: Buffer, at: number, packing: Packing): number | null {
  const { length, stored } = head;
  if (head.kind === 'raw') {
    if (length < LEAST[packing]) return DAMAGED;
    // Only an intset has no end byte.
    if (packing !== 'intset' && bytes[at + length - 1] !== END) return DAMAGED;
    return headCount(bytes, at, length, packing);
  }
  const found = expandLzfHead(bytes, scratch, at, at + stored);
  return found === null || found < Math.min(LEAST[packing], PACKED_HEAD) ? DAMAGED : headCount(scratch, 0, length, packing);
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
