/** Sums of groups, looked up by a 53-bit hash: two numbers and a few columns per group, in growing typed arrays. */

/**
 * Flags of a group: a value is not a number; a value is too large for exact sums of doubles; which sides have keys; some members
 * of the list are optional.
 */
export const CORRUPT = 1;
export const LARGE = 2;
export const HAS_PARTS = 4;
export const HAS_WHOLE = 8;
export const OPTIONAL = 16;

/** Doubles below this add integers exactly, with room for one more addition. */
const EXACT = 2 ** 52;

export class GroupTable {
  readonly width: number;
  #places: Int32Array;
  #hashes: Float64Array;
  #sums: Float64Array;
  #flags: Uint8Array;
  /** Start of the group's period in hours since 1970, with its text read as UTC; `NO_PERIOD`: none. */
  #hours: Int32Array;
  #count = 0;

  /** `capacity`: initial capacity, a power of two. */
  constructor(width: number, capacity = 64) {
    this.width = width;
    this.#places = new Int32Array(capacity * 2);
    this.#hashes = new Float64Array(capacity);
    this.#sums = new Float64Array(capacity * width);
    this.#flags = new Uint8Array(capacity);
    this.#hours = new Int32Array(capacity);
  }

  get size(): number {
    return this.#count;
  }

  get bytes(): number {
    return (
      this.#places.byteLength + this.#hashes.byteLength + this.#sums.byteLength + this.#flags.byteLength + this.#hours.byteLength
    );
  }

  /** Index of the group; -1: none. */
  find(hash: number): number {
    return this.#places[this.#place(hash)]! - 1;
  }

  /** Index of the group, which is created if new. */
  group(hash: number, hours: number): number {
    const known = this.find(hash);
    if (known >= 0) return known;
    if (this.#count === this.#hashes.length) this.#grow();
    const group = this.#count++;
    this.#places[this.#place(hash)] = group + 1;
    this.#hashes[group] = hash;
    this.#hours[group] = hours;
    return group;
  }

  add(group: number, column: number, amount: number): void {
    const at = group * this.width + column;
    const sum = this.#sums[at]! + amount;
    if (sum > EXACT || sum < -EXACT || amount > EXACT || amount < -EXACT) this.#flags[group]! |= LARGE;
    this.#sums[at] = sum;
  }

  mark(group: number, flag: number): void {
    this.#flags[group]! |= flag;
  }

  sum(group: number, column: number): number {
    return this.#sums[group * this.width + column]!;
  }

  hash(group: number): number {
    return this.#hashes[group]!;
  }

  flags(group: number): number {
    return this.#flags[group]!;
  }

  hours(group: number): number {
    return this.#hours[group]!;
  }

  /** Removes all groups and keeps the memory. */
  clear(): void {
    this.#places.fill(0);
    this.#sums.fill(0);
    this.#flags.fill(0);
    this.#count = 0;
  }

  /** Place of the group, or the free place for it. The number of places is a power of two. */
  #place(hash: number): number {
    const mask = this.#places.length - 1;
    let at = hash & mask;
    while (this.#places[at] !== 0 && this.#hashes[this.#places[at]! - 1] !== hash) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const capacity = this.#hashes.length * 2;
    this.#hashes = copied(this.#hashes, new Float64Array(capacity));
    this.#sums = copied(this.#sums, new Float64Array(capacity * this.width));
    this.#flags = copied(this.#flags, new Uint8Array(capacity));
    this.#hours = copied(this.#hours, new Int32Array(capacity));
    this.#places = new Int32Array(capacity * 2);
    for (let group = 0; group < this.#count; group++) this.#places[this.#place(this.#hashes[group]!)] = group + 1;
  }
}

/** Marks a group without a period. */
export const NO_PERIOD = -(2 ** 31);

function copied<Numbers extends Float64Array | Uint8Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
