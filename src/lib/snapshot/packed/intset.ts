/** Intset: bytes of each integer (u32: 2, 4 or 8), their number (u32), the integers in order. Source: intset.c of Redis 2.2 and later. */
import { decimal, type PackedVisitor } from './packed.js';

export const INTSET_HEADER = 8;

/** Members of an intset of so many bytes, or `null` when its header does not fit. */
export function intsetCount(head: Buffer, bytes: number): number | null {
  const width = head.readUInt32LE(0);
  const count = head.readUInt32LE(4);
  const fits = (width === 2 || width === 4 || width === 8) && bytes === INTSET_HEADER + width * count;
  return fits ? count : null;
}

export function walkIntset(bytes: Buffer, visit: PackedVisitor): void {
  const width = bytes.readUInt32LE(0);
  for (let at = INTSET_HEADER; at < bytes.length; at += width) {
    visit(decimal(width === 8 ? bytes.readBigInt64LE(at) : bytes.readIntLE(at, width)), true);
  }
}
