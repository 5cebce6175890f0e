/** A value that the file holds as one packed string: listpack, ziplist, zipmap or intset. */
import { intsetCount, walkIntset } from '../packed/intset.js';
import { isListpack, listpackHeadCount, walkListpack } from '../packed/listpack.js';
import type { PackedVisitor } from '../packed/packed.js';
import { isZiplist, walkZiplist, ziplistHeadCount } from '../packed/ziplist.js';
import { isZipmap, walkZipmap } from '../packed/zipmap.js';
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

/** Reads the next string as a packed value; with a visitor, or where its head does not tell the number of entries, it is walked. */
export function* packedValue(context: ParseContext, packing: Packing, visit: PackedVisitor | null): Steps<PackedValue> {
  yield* nextString(context);
  const { kind, length, offset, stored } = context.head;
  if (kind === 'integer') throw corruptValue(offset, packing);
  const found = yield* take(context, stored, LOOK_INTO);
  if (found === null) return { bytes: length, entries: null };
  const counted = visit === null ? headCount(kind === 'raw' ? found : lzfHead(found), length, packing) : null;
  if (counted !== null) {
    if (counted < 0 || (kind === 'raw' && !isWhole(found, packing))) throw corruptValue(offset, packing);
    return { bytes: length, entries: counted };
  }
  if (length > LOOK_INTO) return { bytes: length, entries: null };
  const whole = kind === 'raw' ? found : expandLzf(found, length);
  const entries = whole === null ? null : walk(whole, packing, visit);
  if (entries === null) throw corruptValue(offset, packing);
  return { bytes: length, entries };
}

const scratch = Buffer.alloc(HEAD);

function lzfHead(stored: Buffer): Buffer {
  const found = expandLzfHead(stored, scratch);
  return found === null ? scratch.subarray(0, 0) : scratch.subarray(0, found);
}

/** Entries as the head tells; `null`: they have to be counted; -1: the head is damaged. */
function headCount(head: Buffer, bytes: number, packing: Packing): number | null {
  switch (packing) {
    case 'listpack':
      return head.length < 6 || head.readUInt32LE(0) !== bytes ? -1 : listpackHeadCount(head);
    case 'ziplist':
      return head.length < HEAD || head.readUInt32LE(0) !== bytes ? -1 : ziplistHeadCount(head);
    case 'intset':
      return head.length < 8 ? -1 : (intsetCount(head, bytes) ?? -1);
    case 'zipmap':
      return null;
  }
}

function isWhole(bytes: Buffer, packing: Packing): boolean {
  switch (packing) {
    case 'listpack':
      return isListpack(bytes);
    case 'ziplist':
      return isZiplist(bytes);
    case 'zipmap':
      return isZipmap(bytes);
    case 'intset':
      return true;
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
      const members = bytes.length < 8 ? null : intsetCount(bytes, bytes.length);
      if (members !== null && visit) walkIntset(bytes, visit);
      return members;
    }
  }
}
