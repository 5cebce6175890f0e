/** A place in a file that comes in chunks. Reads are synchronous; whoever reads asks for more bytes first, as `snapshot-parser.ts` does. */
import { Crc64 } from './crc64.js';
import { SnapshotProblem } from './problem.js';

export class ByteCursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  /** Offset in the file of `bytes[0]`. */
  #base = 0;
  /** True once no more chunks will come. */
  ended = false;
  readonly crc = new Crc64();
  /** Position in `bytes` up to which the checksum has been taken. */
  #summed = 0;

  get offset(): number {
    return this.#base + this.at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Takes the next chunk; what has been read of the ones before is dropped. */
  push(chunk: Buffer): void {
    this.#sum();
    this.#base += this.at;
    this.bytes = this.left === 0 ? chunk : Buffer.concat([this.bytes.subarray(this.at), chunk]);
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
