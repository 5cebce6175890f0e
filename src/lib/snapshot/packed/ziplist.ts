/**
 * Ziplist: total bytes (u32), offset of the last entry (u32), number of entries (u16, 65535: count them), entries, 0xff. Each
 * entry starts with the length of the previous one, in one byte or, after 0xfe, four. Source: ziplist.c of Redis 2.2 to 7.0.
 */
import { decimal, headCount, isFramed, type PackedVisitor } from './packed.js';

const HEADER = 10;
const LONG_PREVIOUS = 0xfe;

/** Number of entries from the header; `null`: they must be counted. */
export const ziplistHeadCount = (bytes: Buffer, at: number): number | null => headCount(bytes, at + 8);

/** Calls `visit` for each entry. Returns the number of entries, or `null` when the ziplist is damaged. */
export function walkZiplist(bytes: Buffer, visit: PackedVisitor | null): number | null {
  if (!isFramed(bytes, HEADER)) return null;
  const end = bytes.length - 1;
  let at = HEADER;
  let count = 0;
  while (at < end) {
    at += bytes[at] === LONG_PREVIOUS ? 5 : 1;
    const first = bytes[at];
    if (first === undefined || at >= end) return null;
    let head = 1;
    let text = 0;
    let integer: number | bigint | null = null;
    if (first < 0x40) text = first & 0x3f;
    else if (first < 0x80) {
      head = 2;
      text = ((first & 0x3f) << 8) | bytes[at + 1]!;
    } else if (first < 0xc0) {
      head = 5;
      if (at + head > end) return null;
      text = bytes.readUInt32BE(at + 1);
    } else if (first > 0xf0 && first < 0xfe) integer = (first & 0x0f) - 1;
    else {
      const width = INTEGER_WIDTH.get(first);
      if (width === undefined) return null;
      head = 1 + width;
      if (at + head > end) return null;
      integer = width === 8 ? bytes.readBigInt64LE(at + 1) : bytes.readIntLE(at + 1, width);
    }
    const next = at + head + text;
    if (next > end) return null;
    visit?.(integer === null ? bytes.toString('latin1', at + head, next) : decimal(integer), integer !== null);
    at = next;
    count++;
  }
  return at === end ? count : null;
}

const INTEGER_WIDTH = new Map([
  [0xc0, 2],
  [0xd0, 4],
  [0xe0, 8],
  [0xf0, 3],
  [0xfe, 1],
]);
