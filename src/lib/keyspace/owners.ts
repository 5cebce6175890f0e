/** Ids whose owner entity was seen during the scan, per dimension, in bounded memory. */
import { detached } from './dimension-table.js';

/** Maximum ids kept per dimension; beyond, only EXISTS proves absence. */
const CAPACITY = 100_000;

export class OwnerRegistry {
  readonly #seen = new Map<string, Set<string>>();

  note(dimension: string, id: string): void {
    const ids = this.#seen.get(dimension) ?? new Set<string>();
    this.#seen.set(dimension, ids);
    if (ids.size < CAPACITY && !ids.has(id)) ids.add(detached(id));
  }

  has(dimension: string, id: string): boolean {
    return this.#seen.get(dimension)?.has(id) ?? false;
  }
}
