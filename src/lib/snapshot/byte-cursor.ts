/** A place in a file that comes in chunks. What it shows of them is good until the next one comes. Reads are synchronous; whoever reads asks for more bytes first, as `snapshot-parser.ts` does. */
import { Crc64 } from './crc64.js';
import { SnapshotProblem } from './problem.js';

/** Room beyond a chunk for what is left of the one before. */
const SPARE = 1024;

export class ByteCursor {
  /** The bytes that have come and are not yet dropped. */
  bytes: Buffer = Buffer.alloc(0);
  /** Their place in memory, with room for more. */
  #room: Buffer;
  at = 0;
  /** Offset in the file of `bytes[0]`. */
  #base = 0;
  /** True once no more chunks will come. */
  ended = false;
  readonly crc = new Crc64();
  /** Position in `bytes` up to which the checksum has been taken. */
  #summed = 0;

  /** `room`: where there is memory for the first bytes that come. */
  constructor(room: Buffer = Buffer.alloc(0)) {
    this.#room = room;
  }

  get offset(): number {
    return this.#base + this.at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Takes a copy of the next chunk; what has been read of the ones before is dropped. */
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

  /** The checksum of everything up to here. */
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

  /** Milliseconds since 1970; -1 stands for none. */
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
