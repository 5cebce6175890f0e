/**
 * Remembers names in a fixed amount of memory: a Bloom filter. A name that it does not know was never added; one that it knows was added,
 * or is mistaken for others with a chance that `errorRate` tells.
 */

/** 8 MiB: one mistake in five million among a million names, one in forty at ten million. */
const BITS = 2 ** 26;
const PROBES = 6;

export class NameFilter {
  readonly #words = new Uint32Array(BITS / 32);
  #names = 0;

  add(db: number, name: string): void {
    const { low, high } = hash(db, name);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = place(low, high, probe);
      this.#words[bit >>> 5]! |= 1 << (bit & 31);
    }
    this.#names++;
  }

  has(db: number, name: string): boolean {
    const { low, high } = hash(db, name);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = place(low, high, probe);
      if ((this.#words[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  /** Chance that a name which was never added is taken for one that was. */
  get errorRate(): number {
    return (1 - Math.exp((-PROBES * this.#names) / BITS)) ** PROBES;
  }
}

/** Two independent hashes give all places. */
const place = (low: number, high: number, probe: number): number => (low + Math.imul(probe, high | 1)) & (BITS - 1);

/** Two 32-bit hashes of the FNV kind, mixed at the end so that all bits depend on all characters. */
function hash(db: number, name: string): { low: number; high: number } {
  let low = 0x811c9dc5 ^ db;
  let high = 0x9e3779b9 + db;
  for (let at = 0; at < name.length; at++) {
    const byte = name.charCodeAt(at);
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x85ebca6b) ^ (high >>> 13);
  }
  return { low: mix(low), high: mix(high ^ low) };
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
