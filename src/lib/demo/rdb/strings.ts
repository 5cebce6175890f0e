/** Lengths and strings in a snapshot (`rdb.c`). */
import type { SnapshotBytes } from './snapshot-bytes.js';
import { fits, wholeNumber, type Integer } from './whole-number.js';

/** The two highest bits mark that an integer of 1, 2 or 4 bytes (0 to 2) or a compressed string (3) follows, not a length. */
const ENCODED = 0xc0;
const LZF = 3;
/** Longest text that may be a 32-bit integer. */
const INTEGER_TEXT = 11;

/** Maximum length of strings that are never compressed. */
const SHORT = 20;
const SAVED_AT_LEAST = 4;

/** A length, or any integer from 0 to 2^64 - 1. */
export function writeLength(out: SnapshotBytes, length: Integer): void {
  if (length < 64) return out.byte(Number(length));
  if (length < 16_384) {
    out.byte(0x40 | (Number(length) >> 8));
    return out.byte(Number(length) & 0xff);
  }
  if (length < 2 ** 32) {
    out.byte(0x80);
    return out.bigEndian32(Number(length));
  }
  out.byte(0x81);
  out.bigEndian64(BigInt(length));
}

/** A byte string; the text of an integer of up to 32 bits is stored as an integer. */
export function writeString(out: SnapshotBytes, text: string): void {
  const integer = text.length <= INTEGER_TEXT ? wholeNumber(text) : null;
  if (integer !== null && fits(integer, 32)) return writeInteger(out, integer);
  if (text.length > SHORT) return writeBlob(out, out.bytesOf(text));
  writeLength(out, text.length);
  out.text(text);
}

/** A string of bytes, compressed if that saves the server's minimum. */
export function writeBlob(out: SnapshotBytes, bytes: Uint8Array): void {
  const compressed = bytes.length > SHORT ? out.lzf.compress(bytes) : bytes;
  if (compressed.length <= bytes.length - SAVED_AT_LEAST) {
    out.byte(ENCODED | LZF);
    writeLength(out, compressed.length);
    writeLength(out, bytes.length);
    out.bytes(compressed);
  } else {
    writeLength(out, bytes.length);
    out.bytes(bytes);
  }
}

function writeInteger(out: SnapshotBytes, value: Integer): void {
  const kind = fits(value, 8) ? 0 : fits(value, 16) ? 1 : 2;
  out.byte(ENCODED | kind);
  out.integer(Number(value), 2 ** kind);
}
