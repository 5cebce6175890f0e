/**
 * The checksum at the end of a snapshot: CRC-64 with the Jones polynomial 0xad93d23594c935a9, bits reflected, start and final value 0
 * (`crc64("123456789")` is 0xe9c6d914c4b8d9ca). Eight tables take eight bytes a step; a 64-bit value is kept as two 32-bit halves,
 * since BigInt would be a hundred times slower.
 */

/** The polynomial, reflected. */
const POLYNOMIAL = { high: 0x95ac9329, low: 0xac4bc9b5 };
const STEP = 8;
const MASK = 0xff;

/** Halves of the tables, 256 entries for each of the eight places of a step. */
interface Tables {
  high: Int32Array;
  low: Int32Array;
}

function makeTables(): Tables {
  const high = new Int32Array(STEP * 256);
  const low = new Int32Array(STEP * 256);
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) {
        h ^= POLYNOMIAL.high;
        l ^= POLYNOMIAL.low;
      }
    }
    high[byte] = h;
    low[byte] = l;
  }
  for (let entry = 256; entry < STEP * 256; entry++) {
    const [h, l] = [high[entry - 256]!, low[entry - 256]!];
    const next = l & MASK;
    low[entry] = ((l >>> 8) | (h << 24)) ^ low[next]!;
    high[entry] = (h >>> 8) ^ high[next]!;
  }
  return { high, low };
}

/** A checksum in the making. */
export class Crc64 {
  readonly #tables = makeTables();
  #high = 0;
  #low = 0;

  update(bytes: Uint8Array): void {
    const { high, low } = this.#tables;
    let [h, l] = [this.#high, this.#low];
    let at = 0;
    for (const end = bytes.length - STEP; at <= end; at += STEP) {
      l ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      h ^= bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24);
      const [a, b, c, d] = [1792 + (l & MASK), 1536 + ((l >>> 8) & MASK), 1280 + ((l >>> 16) & MASK), 1024 + (l >>> 24)];
      const [e, f, g, i] = [768 + (h & MASK), 512 + ((h >>> 8) & MASK), 256 + ((h >>> 16) & MASK), h >>> 24];
      l = low[a]! ^ low[b]! ^ low[c]! ^ low[d]! ^ low[e]! ^ low[f]! ^ low[g]! ^ low[i]!;
      h = high[a]! ^ high[b]! ^ high[c]! ^ high[d]! ^ high[e]! ^ high[f]! ^ high[g]! ^ high[i]!;
    }
    for (; at < bytes.length; at++) {
      const entry = (l ^ bytes[at]!) & MASK;
      l = ((l >>> 8) | (h << 24)) ^ low[entry]!;
      h = (h >>> 8) ^ high[entry]!;
    }
    this.#high = h;
    this.#low = l;
  }

  digest(): bigint {
    return (BigInt(this.#high >>> 0) << 32n) | BigInt(this.#low >>> 0);
  }
}
