import type { Holding } from './held-bytes.js';

/** Places of values to begin with; more are made as they are needed. */
const PLACES = 256;

/**
 * The keys of one family in one database, by the value of a dimension: a column of numbers for each figure, since there are
 * millions of keys and dozens of origins for each value. Values go by their places in the table.
 */
export class Origin {
  /** Keys of known size, and the sum of their sizes. */
  read = 0;
  bytes = 0;
  #keys = new Uint32Array(PLACES);
  /** Columns that only some audits need: keys that no longer existed, keys of known size, and the sums of their sizes. */
  #gone: Uint32Array | null = null;
  #read: Uint32Array | null = null;
  #bytes: Float64Array | null = null;

  /** `familyMean`: mean size in the family, over all databases; 0: unknown. */
  constructor(
    readonly isUse: boolean,
    readonly familyMean: () => number,
  ) {}

  /** Counts a key of the value at this place. */
  count(place: number): void {
    if (place >= this.#keys.length) this.#keys = longer(this.#keys, new Uint32Array(2 * place));
    this.#keys[place]!++;
  }

  /** Adds the size of a key of the value at this place; `undefined`: the value was dropped since the key was counted. */
  addSize(place: number | undefined, bytes: number): void {
    this.read++;
    this.bytes += bytes;
    if (place === undefined || this.keysAt(place) === 0) return;
    const length = this.#keys.length;
    if (this.#bytes?.length !== length) {
      this.#read = longer(this.#read, new Uint32Array(length));
      this.#bytes = longer(this.#bytes, new Float64Array(length));
    }
    this.#read![place]!++;
    this.#bytes[place]! += bytes;
  }

  /** Notes that a counted key no longer existed when it was read. */
  addGone(place: number): void {
    if (this.#gone?.length !== this.#keys.length) this.#gone = longer(this.#gone, new Uint32Array(this.#keys.length));
    this.#gone[place]!++;
  }

  keysAt(place: number): number {
    return this.#keys[place] ?? 0;
  }

  /** The value's keys of this origin; `undefined`: none. */
  holding(place: number): Holding | undefined {
    const keys = this.keysAt(place);
    if (keys === 0) return undefined;
    return {
      origin: this,
      keys,
      gone: this.#gone?.[place] ?? 0,
      read: this.#read?.[place] ?? 0,
      bytes: this.#bytes?.[place] ?? 0,
    };
  }

  /** Keeps the values at these places, which become the first ones in this order. */
  keep(places: readonly number[]): void {
    this.#keys = taken(this.#keys, places, new Uint32Array(this.#keys.length));
    this.#gone &&= taken(this.#gone, places, new Uint32Array(this.#keys.length));
    this.#read &&= taken(this.#read, places, new Uint32Array(this.#keys.length));
    this.#bytes &&= taken(this.#bytes, places, new Float64Array(this.#keys.length));
  }
}

function longer<Column extends Uint32Array | Float64Array>(from: Column | null, to: Column): Column {
  if (from) to.set(from);
  return to;
}

function taken<Column extends Uint32Array | Float64Array>(from: Column, places: readonly number[], to: Column): Column {
  for (let at = 0; at < places.length && at < to.length; at++) to[at] = from[places[at]!] ?? 0;
  return to;
}
