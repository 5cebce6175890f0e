/**
 * A position in a file that arrives in chunks. Bytes that it returns are valid until the next chunk. Reads are synchronous; the
 * caller asks for more bytes first, as `snapshot-parser.ts` does.
 */
import { Crc64 } from './crc64.js';
import { SnapshotProblem } from './problem.js';

/** Room beyond a chunk for the unread rest of the previous chunk. */
const SPARE = 1024;

export class ByteCursor {
  /** The bytes received and not yet dropped. */
  bytes: Buffer = Buffer.alloc(0);
  /** Their memory, with room for more. */
  #room: Buffer;
  at = 0;
  /** Offset in the file of `bytes[0]`. */
  #base = 0;
  /** True when no more chunks will arrive. */
  ended = false;
  readonly crc = new Crc64();
  /** Position in `bytes` up to which the checksum is computed. */
  #summed = 0;

  /** `room`: memory for the first bytes. */
  constructor(room: Buffer = Buffer.alloc(0)) {
    this.#room = room;
  }

  get offset(): number {
    return this.#base + this.at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Copies the next chunk, and drops the bytes already read. */
  push(chunk: Buffer): void {
    this.#sum();
    this.#base += this.at;
    const { left } = this;
    const needed = left + chunk.length;
    const room = needed <= this.#room.length ? this.#room : Buffer.allocUnsafeSlow(needed + SPARE);
    this.bytes.copy(room, 0, this.at);
    chunk.copy(room, left);
    this.#room = room;
    this.bytes = room.subarray(0, needed);
    this.at = 0;
    this.#summed = 0;
  }

  /** The checksum of everything before the current position. */
  checksum(): bigint {
    this.#sum();
    return this.crc.digest();
  }

  #sum(): void {
    if (this.at > this.#summed) this.crc.update(this.bytes.subarray(this.#summed, this.at));
    this.#summed = this.at;
  }

  #need(count: number): number {
    if (this.left < count) throw this.truncated();
    const { at } = this;
    this.at += count;
    return at;
  }

  truncated(): SnapshotProblem {
    const offset = this.#base + this.bytes.length;
    return new SnapshotProblem('truncated', offset, `the file ends at byte ${offset}, in the middle of a record`);
  }

  u8(): number {
    return this.bytes[this.#need(1)]!;
  }

  i8(): number {
    return this.bytes.readInt8(this.#need(1));
  }

  i16(): number {
    return this.bytes.readInt16LE(this.#need(2));
  }

  i32(): number {
    return this.bytes.readInt32LE(this.#need(4));
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.#need(4));
  }

  u32be(): number {
    return this.bytes.readUInt32BE(this.#need(4));
  }

  u64(): bigint {
    return this.bytes.readBigUInt64LE(this.#need(8));
  }

  u64be(): bigint {
    return this.bytes.readBigUInt64BE(this.#need(8));
  }

  /** Milliseconds since 1970; -1: none. */
  time(): number {
    const at = this.#need(8);
    return this.bytes.readUInt32LE(at) + this.bytes.readInt32LE(at + 4) * 2 ** 32;
  }

  double(): number {
    return this.bytes.readDoubleLE(this.#need(8));
  }

  skip(count: number): void {
    this.#need(count);
  }
}
