/**
 * A set of names in fixed memory: a blocked Bloom filter. All bits of a name are in one block, so that a lookup costs one memory
 * access. There are no false negatives; `errorRate` is the probability of a false positive.
 */
import { mix, type KeySegment } from './key-segment.js';

/** 8 MiB: a false-positive rate of one in a million with a million names, one in twenty-five with ten million. */
const BITS = 2 ** 26;
/** One cache line of the processor. */
const BLOCK_BITS = 512;
const BLOCK_WORDS = BLOCK_BITS / 32;
const PROBES = 6;
/** Bits of a hash that select one bit of a block; one hash selects three. */
const PROBE_BITS = 9;

export class NameFilter {
  readonly #words: Uint32Array;
  readonly #blocks: number;
  #names = 0;
  /** For the name of the last lookup: start of its block, and two hashes that select its bits. */
  #block = 0;
  #first = 0;
  #second = 0;
  #known = { names: 0, rate: 0 };

  /** `bits`: size in bits, a power of two. */
  constructor(bits = BITS) {
    this.#words = new Uint32Array(bits / 32);
    this.#blocks = bits / BLOCK_BITS;
  }

  /** True when the name was probably added before. */
  add(db: number, segments: readonly KeySegment[]): boolean {
    this.#hash(db, segments);
    let isNew = false;
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#bit(probe);
      const word = this.#block + (bit >>> 5);
      const mask = 1 << (bit & 31);
      if ((this.#words[word]! & mask) === 0) isNew = true;
      this.#words[word]! |= mask;
    }
    this.#names++;
    return !isNew;
  }

  has(db: number, segments: readonly KeySegment[]): boolean {
    this.#hash(db, segments);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#bit(probe);
      if ((this.#words[this.#block + (bit >>> 5)]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  #bit(probe: number): number {
    const hash = probe < 3 ? this.#first : this.#second;
    return (hash >>> (PROBE_BITS * (probe % 3))) & (BLOCK_BITS - 1);
  }

  /** Hashes of segment texts are cached: a name has a few segments and dozens of characters. */
  #hash(db: number, segments: readonly KeySegment[]): void {
    let low = 0x811c9dc5 ^ db;
    let high = 0x9e3779b9 + db;
    for (let at = 0; at < segments.length; at++) {
      const segment = segments[at]!.hashed();
      low = Math.imul(low ^ segment.low, 0x01000193);
      high = Math.imul(high ^ segment.high, 0x85ebca6b) ^ (high >>> 13);
    }
    this.#block = (mix(low) & (this.#blocks - 1)) * BLOCK_WORDS;
    this.#first = mix(high ^ low);
    this.#second = mix(this.#first ^ high);
  }

  /** Probability that a name that was never added seems known. Recomputed after the number of names has grown by a hundredth. */
  get errorRate(): number {
    if (this.#names > this.#known.names * 1.01) this.#known = { names: this.#names, rate: errorRate(this.#names / this.#blocks) };
    return this.#known.rate;
  }
}

/** The number of names per block follows Poisson's distribution, and the bits of each name are random. */
function errorRate(namesPerBlock: number): number {
  let share = Math.exp(-namesPerBlock);
  let rate = 0;
  for (let names = 1; names < namesPerBlock + 12 * Math.sqrt(namesPerBlock) + 12; names++) {
    share *= namesPerBlock / names;
    rate += share * (1 - (1 - 1 / BLOCK_BITS) ** (PROBES * names)) ** PROBES;
  }
  return rate;
}
