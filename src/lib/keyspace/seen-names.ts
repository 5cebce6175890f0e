/** SCAN may repeat a key while its table shrinks. So many names are remembered; a larger keyspace has to go without. */
const CAPACITY = 50_000;

export class SeenNames {
  #names: Set<string> | null = new Set();

  /** The names that were not there before, in their order. */
  fresh(names: readonly string[]): readonly string[] {
    const known = this.#names;
    if (!known) return names;
    const fresh = names.filter((name) => {
      const before = known.size;
      known.add(name);
      return known.size > before;
    });
    if (known.size > CAPACITY) this.#names = null;
    return fresh;
  }
}
