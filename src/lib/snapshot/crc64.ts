/**
 * The checksum at the end of a snapshot: CRC-64 with the Jones polynomial 0xad93d23594c935a9, bits reflected, start and final value 0
 * (`crc64("123456789")` is 0xe9c6d914c4b8d9ca). Eight tables take eight bytes a step; a 64-bit value is kept as two 32-bit halves,
 * since BigInt would be a hundred times slower.
 */

/** The polynomial, reflected. */
const POLYNOMIAL = { high: 0x95ac9329, low: 0xac4bc9b5 };
const STEP = 8;
/** Entries of one table, each of two halves, the low one first. */
const TABLE = 512;

function makeTables(): Int32Array {
  const tables = new Int32Array(STEP * TABLE);
  for (let byte = 0; byte < 256; byte++) {
    let [high, low] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const carry = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (!carry) continue;
      high ^= POLYNOMIAL.high;
      low ^= POLYNOMIAL.low;
    }
    tables[byte * 2] = low;
    tables[byte * 2 + 1] = high;
  }
  for (let at = TABLE; at < STEP * TABLE; at += 2) {
    const [low, high] = [tables[at - TABLE]!, tables[at - TABLE + 1]!];
    const next = (low & 0xff) * 2;
    tables[at] = ((low >>> 8) | (high << 24)) ^ tables[next]!;
    tables[at + 1] = (high >>> 8) ^ tables[next + 1]!;
  }
  return tables;
}

/** Made when first needed, and never changed. */
let tables: Int32Array | null = null;

/** A checksum in the making. */
export class Crc64 {
  readonly #tables = (tables ??= makeTables());
  #low = 0;
  #high = 0;

  update(bytes: Uint8Array): void {
    // Words have to begin at a multiple of four of the memory behind.
    const start = Math.min(bytes.length, (4 - (bytes.byteOffset & 3)) & 3);
    const steps = Math.floor((bytes.length - start) / STEP);
    this.#byByte(bytes, 0, start);
    if (steps > 0) this.#byStep(new Int32Array(bytes.buffer, bytes.byteOffset + start, steps * 2));
    this.#byByte(bytes, start + steps * STEP, bytes.length);
  }

  #byByte(bytes: Uint8Array, from: number, to: number): void {
    const t = this.#tables;
    let [low, high] = [this.#low, this.#high];
    for (let at = from; at < to; at++) {
      const entry = ((low ^ bytes[at]!) & 0xff) * 2;
      low = ((low >>> 8) | (high << 24)) ^ t[entry]!;
      high = (high >>> 8) ^ t[entry + 1]!;
    }
    this.#low = low;
    this.#high = high;
  }

  /** `words` as the processor has them, which is little-endian wherever Node.js runs. */
  #byStep(words: Int32Array): void {
    const t = this.#tables;
    let [low, high] = [this.#low, this.#high];
    for (let at = 0; at < words.length; at += 2) {
      low ^= words[at]!;
      high ^= words[at + 1]!;
      // The first byte has the most bytes behind it: the last table.
      const a = 7 * TABLE + ((low << 1) & 510);
      const b = 6 * TABLE + ((low >>> 7) & 510);
      const c = 5 * TABLE + ((low >>> 15) & 510);
      const d = 4 * TABLE + ((low >>> 23) & 510);
      const e = 3 * TABLE + ((high << 1) & 510);
      const f = 2 * TABLE + ((high >>> 7) & 510);
      const g = TABLE + ((high >>> 15) & 510);
      const h = (high >>> 23) & 510;
      low = t[a]! ^ t[b]! ^ t[c]! ^ t[d]! ^ t[e]! ^ t[f]! ^ t[g]! ^ t[h]!;
      high = t[a + 1]! ^ t[b + 1]! ^ t[c + 1]! ^ t[d + 1]! ^ t[e + 1]! ^ t[f + 1]! ^ t[g + 1]! ^ t[h + 1]!;
    }
    this.#low = low;
    this.#high = high;
  }

  digest(): bigint {
    return (BigInt(this.#high >>> 0) << 32n) | BigInt(this.#low >>> 0);
  }
}
