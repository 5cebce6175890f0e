import type { Names } from '../redis/names.js';

/** Maximum names remembered. SCAN may repeat keys while its table shrinks; in a larger keyspace repeats are not detected. */
const CAPACITY = 50_000;

export class SeenNames {
  #names: Set<string> | null = new Set();

  /** The names that were not seen before, in order. */
  fresh(names: Names): Names {
    const known = this.#names;
    if (!known) return names;
    const fresh = names.filter((place) => {
      const before = known.size;
      known.add(names.at(place));
      return known.size > before;
    });
    if (known.size > CAPACITY) this.#names = null;
    return fresh;
  }
}
