/**
 * Encoding of strings and numbers. The two high bits: 0 length in six bits, 1 in fourteen, 2 in the next four or eight bytes
 * (big-endian), 3 a string that is an 8, 16 or 32-bit integer or compressed with LZF. Source: rdb.c of Redis.
 */
import type { ByteCursor } from './byte-cursor.js';
import { SnapshotProblem } from './problem.js';

/** No string, count or file is longer: 1 TiB. Memory is never allocated from a claimed length. */
const LONGEST = 2 ** 40;
/** LZF expands three bytes to at most 264. */
const LZF_RATIO = 88;

const INT8 = 0;
const INT16 = 1;
const INT32 = 2;
const LZF = 3;

/** The facts about a string before its bytes. One object is reused for all strings. */
export class StringHead {
  /** Offset of the first byte of the head. */
  offset = 0;
  /** `integer`: the string is `value` in decimal, and no bytes follow. */
  kind: 'raw' | 'integer' | 'lzf' = 'raw';
  /** Bytes of the string itself. */
  length = 0;
  /** Bytes that follow in the file. */
  stored = 0;
  value = 0;

  constructor(
    private readonly cursor: ByteCursor,
    /** Bytes of the whole file; `null`: unknown. */
    private readonly fileBytes: number | null,
  ) {}

  /** Reads the head, at most 19 bytes. */
  read(): void {
    const { cursor } = this;
    this.offset = cursor.offset;
    const first = cursor.u8();
    if (first < 0xc0) {
      this.kind = 'raw';
      this.stored = this.#length(first);
      this.length = this.stored;
      this.check(this.length, this.offset, 'a string');
      return;
    }
    this.stored = 0;
    this.kind = 'integer';
    const encoding = first & 0x3f;
    if (encoding === INT8) this.value = cursor.i8();
    else if (encoding === INT16) this.value = cursor.i16();
    else if (encoding === INT32) this.value = cursor.i32();
    else if (encoding === LZF) {
      this.kind = 'lzf';
      this.stored = this.number();
      this.length = this.number();
      this.check(this.stored, this.offset, 'a compressed string');
      if (this.length > this.stored * LZF_RATIO)
        throw new SnapshotProblem(
          'corrupt-string',
          this.offset,
          `a compressed string at byte ${this.offset} claims to expand to ${this.length} bytes`,
        );
      return;
    } else {
      throw new SnapshotProblem('corrupt-string', this.offset, `unknown string encoding ${encoding} at byte ${this.offset}`);
    }
    this.length = decimalDigits(this.value);
  }

  /** A number, such as a count or a database; at most 9 bytes. Rounded beyond 2^53. */
  number(): number {
    const offset = this.cursor.offset;
    const first = this.cursor.u8();
    if (first >= 0xc0) throw new SnapshotProblem('corrupt-string', offset, `a string where a number belongs, at byte ${offset}`);
    return this.#length(first);
  }

  /** A number of items that take at least one byte each. */
  count(): number {
    const offset = this.cursor.offset;
    const count = this.number();
    this.check(count, offset, 'a collection');
    return count;
  }

  #length(first: number): number {
    if (first < 0x40) return first;
    if (first < 0x80) return ((first & 0x3f) << 8) | this.cursor.u8();
    if (first === 0x80) return this.cursor.u32be();
    if (first === 0x81) return Number(this.cursor.u64be());
    const offset = this.cursor.offset - 1;
    throw new SnapshotProblem('corrupt-string', offset, `unknown length encoding ${first} at byte ${offset}`);
  }

  private check(length: number, offset: number, what: string): void {
    if (length <= (this.fileBytes ?? LONGEST)) return;
    throw new SnapshotProblem(
      'absurd-length',
      offset,
      `${what} at byte ${offset} claims ${length} bytes or elements, more than the file can hold`,
    );
  }
}

/** Characters of an integer in decimal, including its sign. */
export function decimalDigits(value: number): number {
  const size = Math.abs(value);
  const digits =
    size < 10 ? 1 : size < 100 ? 2 : size < 1000 ? 3 : size < 10_000 ? 4 : size < 100_000 ? 5 : Math.floor(Math.log10(size)) + 1;
  return value < 0 ? digits + 1 : digits;
}
