/** Positions of keys in snapshots, by the hash of database and name: at most 32 bytes each. */
import { hashText, joinHashes } from '../format/text-hash.js';

/** Maximum keys stored; beyond it, no position is available. */
const MOST_PLACES = 3_000_000;
/** A place encodes the offset in the file and, above it, the file's number: no file is larger. */
const FILE = 2 ** 42;

export class KeyPlaces {
  #hashes = new Float64Array(1024).fill(-1);
  #places = new Float64Array(1024);
  #count = 0;
  readonly #most: number;
  #isFull = false;

  constructor(most = MOST_PLACES) {
    this.#most = most;
  }

  /** True when there were too many keys, so no position is available. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Stores all keys with equal hashes. */
  add(file: number, offset: number, db: number, name: string): void {
    if (this.#isFull) return;
    if (this.#count >= this.#most) {
      this.#isFull = true;
      this.#hashes = new Float64Array(0);
      this.#places = new Float64Array(0);
      return;
    }
    if (++this.#count * 4 > this.#hashes.length * 3) this.#grow();
    this.#put(hashOf(db, name), file * FILE + offset);
  }

  /** Positions of keys that may be this one. */
  *find(db: number, name: string): Generator<{ file: number; offset: number }> {
    const hash = hashOf(db, name);
    const mask = this.#hashes.length - 1;
    for (let at = hash & mask; this.#hashes[at] !== -1; at = (at + 1) & mask) {
      if (this.#hashes[at] !== hash) continue;
      const place = this.#places[at]!;
      const file = Math.floor(place / FILE);
      yield { file, offset: place - file * FILE };
    }
  }

  #put(hash: number, place: number): void {
    const mask = this.#hashes.length - 1;
    let at = hash & mask;
    while (this.#hashes[at] !== -1) at = (at + 1) & mask;
    this.#hashes[at] = hash;
    this.#places[at] = place;
  }

  #grow(): void {
    const [hashes, places] = [this.#hashes, this.#places];
    this.#hashes = new Float64Array(hashes.length * 2).fill(-1);
    this.#places = new Float64Array(hashes.length * 2);
    for (let at = 0; at < hashes.length; at++) if (hashes[at] !== -1) this.#put(hashes[at]!, places[at]!);
  }
}

const hashOf = (db: number, name: string): number => joinHashes(db + 1, hashText(name));
