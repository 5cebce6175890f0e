/**
 * Listpack: total bytes (u32), number of entries (u16, 65535: count them), entries, 0xff. Each entry is followed by its own
 * length, in one to five bytes, for walking backwards. Source: listpack.c of Redis 5.0 and later.
 */
import { decimal, headCount, isFramed, type PackedVisitor } from './packed.js';

const HEADER = 6;

/** Number of entries from the header; `null`: they must be counted. */
export const listpackHeadCount = (bytes: Buffer, at: number): number | null => headCount(bytes, at + 4);

/** Bytes of the length after an entry of `entry` bytes. From the second limit on, lpEncodeBacklen leaves one length unused. */
const backLength = (entry: number): number =>
  entry < 128 ? 1 : entry < 16_383 ? 2 : entry < 2_097_151 ? 3 : entry < 268_435_455 ? 4 : 5;

/** Calls `visit` for each entry. Returns the number of entries, or `null` when the listpack is damaged. */
export function walkListpack(bytes: Buffer, visit: PackedVisitor | null): number | null {
  if (!isFramed(bytes, HEADER)) return null;
  const end = bytes.length - 1;
  let at = HEADER;
  let count = 0;
  while (at < end) {
    const first = bytes[at]!;
    let head = 1;
    let text = 0;
    let integer: number | bigint | null = null;
    if (first < 0x80) integer = first;
    else if (first < 0xc0) text = first & 0x3f;
    else if (first < 0xe0) {
      head = 2;
      const value = ((first & 0x1f) << 8) | bytes[at + 1]!;
      integer = value >= 4096 ? value - 8192 : value;
    } else if (first < 0xf0) {
      head = 2;
      text = ((first & 0x0f) << 8) | bytes[at + 1]!;
    } else if (first === 0xf0) {
      head = 5;
      if (at + head > end) return null;
      text = bytes.readUInt32LE(at + 1);
    } else {
      const width = INTEGER_WIDTH[first - 0xf1];
      if (width === undefined) return null;
      head = 1 + width;
      if (at + head > end) return null;
      integer = width === 8 ? bytes.readBigInt64LE(at + 1) : bytes.readIntLE(at + 1, width);
    }
    const next = at + head + text;
    if (next > end) return null;
    visit?.(integer === null ? bytes.toString('latin1', at + head, next) : decimal(integer), integer !== null);
    at = next + backLength(head + text);
    count++;
  }
  return at === end ? count : null;
}

/** For the encodings 0xf1 to 0xf4. */
const INTEGER_WIDTH = [2, 3, 4, 8];

/** Bytes of a text in a listpack, including its back length. */
export function listpackTextSize(length: number): number {
  const entry = length + (length < 64 ? 1 : length < 4096 ? 2 : 5);
  return entry + backLength(entry);
}

/** Bytes of an integer in a listpack, including its back length. */
export function listpackIntegerSize(value: number): number {
  // Without its sign bit, a negative number -n is as wide as n - 1.
  const size = value < 0 ? -value - 1 : value;
  if (value >= 0 && value <= 127) return 2;
  if (size < 2 ** 12) return 3;
  if (size < 2 ** 15) return 4;
  if (size < 2 ** 23) return 5;
  return size < 2 ** 31 ? 6 : 10;
}

/** Bytes of the header and end of any listpack. */
export const LISTPACK_FRAME = HEADER + 1;
