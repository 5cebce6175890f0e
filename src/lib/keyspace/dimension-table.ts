/** Keys and bytes per value of a dimension (API key, model, account …), in bounded memory. */

export interface DimensionEntry {
  keys: number;
  /** Estimated: the family's mean size stands for a key that was not read. */
  bytes: number;
  /** Keys of the families in which the value counts as a use of its owner. */
  usedKeys: number;
  usedBytes: number;
}

/** Most values that are kept; twice as many may be held for a moment. */
const CAPACITY = 50_000;

export class DimensionTable {
  readonly #entries = new Map<string, DimensionEntry>();
  readonly #capacity: number;
  /** True once rare values had to be dropped: counts are then lower bounds. */
  approximate = false;

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
  }

  entry(value: string): DimensionEntry {
    const known = this.#entries.get(value);
    if (known) return known;
    if (this.#entries.size >= 2 * this.#capacity) this.#dropRare();
    const fresh = { keys: 0, bytes: 0, usedKeys: 0, usedBytes: 0 };
    this.#entries.set(detached(value), fresh);
    return fresh;
  }

  get distinct(): number {
    return this.#entries.size;
  }

  entries(): IterableIterator<[string, DimensionEntry]> {
    return this.#entries.entries();
  }

  /** The values with most bytes, or with most keys where no bytes are known. */
  top(limit: number): [string, DimensionEntry][] {
    return [...this.#entries].sort(([, a], [, b]) => b.bytes - a.bytes || b.keys - a.keys).slice(0, limit);
  }

  #dropRare(): void {
    this.approximate = true;
    const kept = [...this.#entries].sort(([, a], [, b]) => b.keys - a.keys).slice(0, this.#capacity);
    this.#entries.clear();
    for (const [value, entry] of kept) this.#entries.set(value, entry);
  }
}

/** A copy that does not keep the key name alive from which the value was cut. */
export function detached(value: string): string {
  return Buffer.from(value, 'latin1').toString('latin1');
}
