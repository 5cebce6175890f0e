/** Lengths and strings as they stand in a snapshot (`rdb.c`). */
import type { ByteWriter } from './byte-writer.js';
import { fits, wholeNumber, type Integer } from './whole-number.js';

/** Of the two highest bits, that what follows is an integer instead of a length. */
const ENCODED = 0xc0;
/** The longest text that is tried as an integer of 32 bits. */
const INTEGER_TEXT = 11;

/** A length, or any whole number from 0 to 2^64 - 1. */
export function writeLength(out: ByteWriter, length: Integer): void {
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

/** A byte string; what spells an integer of up to 32 bits is stored as one. */
export function writeString(out: ByteWriter, text: string): void {
  const integer = text.length <= INTEGER_TEXT ? wholeNumber(text) : null;
  if (integer !== null && fits(integer, 32)) return writeInteger(out, integer);
  writeLength(out, text.length);
  out.text(text);
}

/** A string of bytes as they are, which never is one of digits. */
export function writeBlob(out: ByteWriter, bytes: Uint8Array): void {
  writeLength(out, bytes.length);
  out.bytes(bytes);
}

function writeInteger(out: ByteWriter, value: Integer): void {
  const kind = fits(value, 8) ? 0 : fits(value, 16) ? 1 : 2;
  out.byte(ENCODED | kind);
  out.integer(Number(value), 2 ** kind);
}
