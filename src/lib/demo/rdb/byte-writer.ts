import type { Integer } from './whole-number.js';

const FIRST_BYTES = 1024;

/** Collects bytes in one growing buffer. Numbers are little-endian unless stated. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    const at = this.#extend(1);
    this.#buffer[at] = value;
  }

  /** The lowest 1 to 6 bytes of an integer; negative ones as two's complement. */
  integer(value: number, bytes: number): void {
    const at = this.#extend(bytes);
    this.#buffer.writeIntLE(signed(value, bytes), at, bytes);
  }

  integer64(value: Integer): void {
    const at = this.#extend(8);
    this.#buffer.writeBigInt64LE(BigInt.asIntN(64, BigInt(value)), at);
  }

  bigEndian32(value: number): void {
    const at = this.#extend(4);
    this.#buffer.writeUInt32BE(value, at);
  }

  bigEndian64(value: bigint): void {
    const at = this.#extend(8);
    this.#buffer.writeBigUInt64BE(value, at);
  }

  double(value: number): void {
    const at = this.#extend(8);
    this.#buffer.writeDoubleLE(value, at);
  }

  /** A byte string: one character per byte. */
  text(text: string): void {
    const at = this.#extend(text.length);
    this.#buffer.write(text, at, 'latin1');
  }

  bytes(bytes: Uint8Array): void {
    const at = this.#extend(bytes.length);
    this.#buffer.set(bytes, at);
  }

  /** Returns everything written, and starts again. */
  take(): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  /** Reserves `bytes` more bytes; returns their start. */
  #extend(bytes: number): number {
    const at = this.#length;
    this.#length += bytes;
    if (this.#length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, at);
      this.#buffer = larger;
    }
    return at;
  }
}

/** The signed value with the same bytes as an unsigned value. */
function signed(value: number, bytes: number): number {
  const half = 2 ** (8 * bytes - 1);
  return value >= half ? value - 2 * half : value;
}
