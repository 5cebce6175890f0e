import type { KeyRef } from './probe.js';

export interface LargeKey {
  key: KeyRef;
  bytes: number;
  type: string | null;
  length: number | null;
  /** The claim or the inferred statistics in which the key was counted. */
  counted: object;
}

/** The largest keys among those that were read. */
export class LargestKeys {
  readonly #limit: number;
  #keys: LargeKey[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(key: LargeKey): void {
    if (this.#keys.length === this.#limit && key.bytes <= this.#keys[this.#limit - 1]!.bytes) return;
    const at = this.#keys.findIndex((known) => known.bytes < key.bytes);
    this.#keys.splice(at < 0 ? this.#keys.length : at, 0, key);
    this.#keys.length = Math.min(this.#keys.length, this.#limit);
  }

  /** Smaller keys are not among the largest. */
  get threshold(): number {
    return this.#keys.length < this.#limit ? -1 : this.#keys[this.#limit - 1]!.bytes;
  }

  get list(): readonly LargeKey[] {
    return this.#keys;
  }
}
