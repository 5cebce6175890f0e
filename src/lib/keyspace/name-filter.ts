/**
 * Remembers names in a fixed amount of memory: a Bloom filter. A name that it does not know was never added; one that it knows was added,
 * or is mistaken for others with a chance that `errorRate` tells.
 */
import { mix, type KeySegment } from './key-segment.js';

/** Of 8 MiB: one mistake in five million among a million names, one in forty at ten million. */
const BITS = 2 ** 26;
const PROBES = 6;

export class NameFilter {
  readonly #words: Uint32Array;
  #names = 0;
  /** Of the name that was asked for last: two independent hashes, which give all places. */
  #low = 0;
  #high = 0;

  /** `bits`: its size, a power of two. */
  constructor(private readonly bits = BITS) {
    this.#words = new Uint32Array(bits / 32);
  }

  add(db: number, segments: readonly KeySegment[]): void {
    this.#hash(db, segments);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#place(probe);
      this.#words[bit >>> 5]! |= 1 << (bit & 31);
    }
    this.#names++;
  }

  has(db: number, segments: readonly KeySegment[]): boolean {
    this.#hash(db, segments);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#place(probe);
      if ((this.#words[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  #place(probe: number): number {
    return (this.#low + Math.imul(probe, this.#high | 1)) & (this.bits - 1);
  }

  /** The texts of segments were hashed when they first came; a name has a few of them, and dozens of characters. */
  #hash(db: number, segments: readonly KeySegment[]): void {
    let low = 0x811c9dc5 ^ db;
    let high = 0x9e3779b9 + db;
    for (let at = 0; at < segments.length; at++) {
      const segment = segments[at]!.hashed();
      low = Math.imul(low ^ segment.low, 0x01000193);
      high = Math.imul(high ^ segment.high, 0x85ebca6b) ^ (high >>> 13);
    }
    this.#low = mix(low);
    this.#high = mix(high ^ low);
  }

  /** Chance that a name which was never added is taken for one that was. */
  get errorRate(): number {
    return (1 - Math.exp((-PROBES * this.#names) / this.bits)) ** PROBES;
  }
}
