/** Counts keys per value of a dimension (API key, model, account …), in bounded memory. */
import type { KeySegment } from './key-segment.js';
import { heldBytes, type Holding, type Origin } from './held-bytes.js';

export class DimensionEntry {
  keys = 0;
  /** The value's keys by family and database, indexed by the origin's ordinal. */
  readonly holdings: (Holding | undefined)[] = [];
  /** Cache of the last lookup: with few origins, the next lookup nearly always asks for the same. */
  #latest: Holding | null = null;
  /** True when the value was rare and was dropped. */
  isDropped = false;

  /** The value's keys of one origin. */
  holding(origin: Origin): Holding {
    if (this.#latest?.origin === origin) return this.#latest;
    this.#latest = this.holdings[origin.ordinal] ??= { origin, keys: 0, gone: 0, read: 0, bytes: 0 };
    return this.#latest;
  }
}

/** Maximum values kept; up to twice as many are held temporarily. */
const CAPACITY = 50_000;

export class DimensionTable {
  readonly #entries = new Map<string, DimensionEntry>();
  readonly #capacity: number;
  #origins = 0;
  /** Origins that combine all families and databases, by `isUse`. */
  readonly #whole = new Map<boolean, Origin>();
  /** True when rare values were dropped: counts are then lower bounds. */
  approximate = false;

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
  }

  entry(value: string): DimensionEntry {
    const known = this.#entries.get(value);
    if (known) return known;
    if (this.#entries.size >= 2 * this.#capacity) this.#dropRare();
    const fresh = new DimensionEntry();
    this.#entries.set(detached(value), fresh);
    return fresh;
  }

  /** The same for a segment whose text is the value. */
  entryOf(segment: KeySegment): DimensionEntry {
    if (segment.table === this && !segment.entry!.isDropped) return segment.entry!;
    segment.table = this;
    segment.entry = this.entry(segment.text);
    return segment.entry;
  }

  newOrigin(isUse: boolean, familyMean: () => number): Origin {
    return { ordinal: this.#origins++, isUse, read: 0, bytes: 0, familyMean };
  }

  /**
   * One origin for all families and databases, for when every key's size is known: a value then has two holdings instead of
   * dozens.
   */
  wholeOrigin(isUse: boolean): Origin {
    const origin = this.#whole.get(isUse) ?? this.newOrigin(isUse, () => 0);
    this.#whole.set(isUse, origin);
    return origin;
  }

  /** `undefined`: the value never occurred, or was dropped. */
  known(value: string): DimensionEntry | undefined {
    return this.#entries.get(value);
  }

  get distinct(): number {
    return this.#entries.size;
  }

  entries(): IterableIterator<[string, DimensionEntry]> {
    return this.#entries.entries();
  }

  /** The values with the most bytes, or with the most keys when no bytes are known. */
  top(limit: number): [string, DimensionEntry][] {
    return [...this.#entries]
      .map(([value, entry]) => ({ value, entry, bytes: heldBytes(entry.holdings).bytes ?? 0 }))
      .sort((a, b) => b.bytes - a.bytes || b.entry.keys - a.entry.keys)
      .slice(0, limit)
      .map(({ value, entry }) => [value, entry]);
  }

  #dropRare(): void {
    this.approximate = true;
    const kept = [...this.#entries].sort(([, a], [, b]) => b.keys - a.keys).slice(0, this.#capacity);
    for (const entry of this.#entries.values()) entry.isDropped = true;
    this.#entries.clear();
    for (const [, entry] of kept) entry.isDropped = false;
    for (const [value, entry] of kept) this.#entries.set(value, entry);
  }
}

/** Copies the value, so that it does not keep the whole key name in memory. */
export function detached(value: string): string {
  return Buffer.from(value, 'latin1').toString('latin1');
}
