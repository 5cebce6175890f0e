/**
 * Intset: bytes per integer (u32: 2, 4 or 8), number of integers (u32), the integers in order. Source: intset.c of Redis 2.2 and
 * later.
 */
import { decimal, type PackedVisitor } from './packed.js';

export const INTSET_HEADER = 8;

/** Number of members of an intset of `length` bytes whose header is at `at`; `null`: header and length do not match. */
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
