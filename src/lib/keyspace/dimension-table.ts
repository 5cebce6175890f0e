/** Counts keys per value of a dimension (API key, model, account …), in bounded memory. */
import type { KeySegment } from './key-segment.js';
import { heldBytes, type Holdings } from './held-bytes.js';
import { Origin } from './origin.js';

export interface DimensionEntry {
  keys: number;
  holdings: Holdings;
}

/** Maximum values kept; up to twice as many are held temporarily. */
const CAPACITY = 50_000;

export class DimensionTable {
  readonly #places = new Map<string, number>();
  readonly #capacity: number;
  readonly #origins: Origin[] = [];
  /** Origins that combine all families and databases, by `isUse`. */
  readonly #whole = new Map<boolean, Origin>();
  /** Changes when places change. */
  #generation = {};
  /** True when rare values were dropped: counts are then lower bounds. */
  approximate = false;

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
  }

  /** The value's place in the columns of the origins, until rare values are dropped. */
  place(value: string): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    if (this.#places.size >= 2 * this.#capacity) this.#dropRare();
    const fresh = this.#places.size;
    this.#places.set(detached(value), fresh);
    return fresh;
  }

  /** The same for a segment whose text is the value. */
  placeOf(segment: KeySegment): number {
    if (segment.generation !== this.#generation) {
      segment.place = this.place(segment.text);
      segment.generation = this.#generation;
    }
    return segment.place;
  }

  newOrigin(isUse: boolean, familyMean: () => number): Origin {
    const origin = new Origin(isUse, familyMean);
    this.#origins.push(origin);
    return origin;
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
  known(value: string): number | undefined {
    return this.#places.get(value);
  }

  get distinct(): number {
    return this.#places.size;
  }

  /** The values in the order of their first appearance. */
  *entries(): IterableIterator<[string, DimensionEntry]> {
    for (const [value, place] of this.#places) yield [value, this.#entryAt(place)];
  }

  /** The values with the most bytes, or with the most keys when no bytes are known. */
  top(limit: number): [string, DimensionEntry][] {
    return Array.from(this.entries(), ([value, entry]) => ({ value, entry, bytes: heldBytes(entry.holdings).bytes ?? 0 }))
      .sort((a, b) => b.bytes - a.bytes || b.entry.keys - a.entry.keys)
      .slice(0, limit)
      .map(({ value, entry }) => [value, entry]);
  }

  #entryAt(place: number): DimensionEntry {
    return { keys: this.#keysAt(place), holdings: this.#origins.map((origin) => origin.holding(place)) };
  }

  #keysAt(place: number): number {
    let keys = 0;
    for (const origin of this.#origins) keys += origin.keysAt(place);
    return keys;
  }

  #dropRare(): void {
    this.approximate = true;
    const kept = Array.from(this.#places, ([value, place]) => ({ value, place, keys: this.#keysAt(place) }))
      .sort((a, b) => b.keys - a.keys)
      .slice(0, this.#capacity);
    const places = kept.map(({ place }) => place);
    for (const origin of this.#origins) origin.keep(places);
    this.#places.clear();
    for (const [place, { value }] of kept.entries()) this.#places.set(value, place);
    this.#generation = {};
  }
}

/** Copies the value, so that it does not keep the whole key name in memory. */
export function detached(value: string): string {
  return Buffer.from(value, 'latin1').toString('latin1');
}
