/**
 * Zipmap: number of pairs (u8, 254 and more: count them), pairs, 0xff. Each text starts with its length in one byte or, after
 * 0xfe, four. A value's length is followed by the number of unused bytes after the value. Source: zipmap.c of Redis 2.4.
 */
import { END, type PackedVisitor } from './packed.js';

const LONG = 0xfe;

const isZipmap = (bytes: Buffer): boolean => bytes.length >= 2 && bytes[bytes.length - 1] === END;

/** Calls `visit` for each field and value. Returns the number of both together, or `null` when the zipmap is damaged. */
export function walkZipmap(bytes: Buffer, visit: PackedVisitor | null): number | null {
  if (!isZipmap(bytes)) return null;
  const end = bytes.length - 1;
  let at = 1;
  let count = 0;
  while (at < end) {
    const isValue = count % 2 === 1;
    let length = bytes[at++]!;
    if (length === END) return null;
    if (length === LONG) {
      if (at + 4 > end) return null;
      length = bytes.readUInt32LE(at);
      at += 4;
    }
    const unused = isValue ? bytes[at++]! : 0;
    if (at + length + unused > end) return null;
    visit?.(bytes.toString('latin1', at, at + length), false);
    at += length + unused;
    count++;
  }
  return at === end && count % 2 === 0 ? count : null;
}
