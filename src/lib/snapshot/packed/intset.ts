/** Intset: bytes of each integer (u32: 2, 4 or 8), their number (u32), the integers in order. Source: intset.c of Redis 2.2 and later. */
import { decimal, type PackedVisitor } from './packed.js';

export const INTSET_HEADER = 8;

/** Members of an intset of so many bytes, whose header is at `at`, or `null` when the two do not fit. */
export function intsetCount(bytes: Buffer, at: number, length: number): number | null {
  const width = bytes.readUInt32LE(at);
  const count = bytes.readUInt32LE(at + 4);
  const fits = (width === 2 || width === 4 || width === 8) && length === INTSET_HEADER + width * count;
  return fits ? count : null;
}

export function walkIntset(bytes: Buffer, visit: PackedVisitor): void {
  const width = bytes.readUInt32LE(0);
  for (let at = INTSET_HEADER; at < bytes.length; at += width) {
    visit(decimal(width === 8 ? bytes.readBigInt64LE(at) : bytes.readIntLE(at, width)), true);
  }
}
