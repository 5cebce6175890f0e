/** A set of 53-bit hashes in one typed array: at most 16 bytes per hash; a `Set` of numbers takes about 40. */
export class HashSet {
  #places = new Float64Array(64).fill(-1);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  has(hash: number): boolean {
    return this.#places[this.#place(hash)] === hash;
  }

  /** True when the hash is new. */
  add(hash: number): boolean {
    const at = this.#place(hash);
    if (this.#places[at] === hash) return false;
    this.#places[at] = hash;
    if (++this.#count * 4 > this.#places.length * 3) this.#grow();
    return true;
  }

  /** Place of the hash, or the free place for it. The number of places is a power of two. */
  #place(hash: number): number {
    const mask = this.#places.length - 1;
    let at = hash & mask;
    while (this.#places[at] !== -1 && this.#places[at] !== hash) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const known = this.#places;
    this.#places = new Float64Array(known.length * 2).fill(-1);
    for (const hash of known) if (hash !== -1) this.#places[this.#place(hash)] = hash;
  }
}
