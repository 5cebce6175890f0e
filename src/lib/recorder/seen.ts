/** Remembers ids for a time between once and twice `ms`. */
export class Seen {
  #young = new Set<string>();
  #old = new Set<string>();
  #turnedAt = performance.now();

  constructor(readonly ms: number) {}

  /** True if the id is new. */
  add(id: string): boolean {
    const age = performance.now() - this.#turnedAt;
    if (age > this.ms) {
      this.#old = age > 2 * this.ms ? new Set() : this.#young;
      this.#young = new Set();
      this.#turnedAt += age;
    }
    if (this.#young.has(id) || this.#old.has(id)) return false;
    this.#young.add(id);
    return true;
  }
}
