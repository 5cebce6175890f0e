/**
 * Whether names come from all slots of a cluster. Redis 7.0 does not say in its snapshots that it was a shard, but a shard has names of its own
 * slots alone, while the names of a whole keyspace fall evenly into all of them.
 */
import { slotOfKey } from '../redis/cluster.js';

const SLOTS = 16_384;
const GROUPS = 64;
/** All names are looked at up to this many, then one in so many: shards may be written slot by slot. */
const ALL = 4096;
const ONE_IN = 32;
/** With fewer names, empty groups may be chance: with 500, one is expected in fifty keyspaces. */
const ENOUGH = 500;
/** A shard leaves out at least so many groups in all clusters of less than eight times its size. */
const TELLING = 8;

export class SlotCoverage {
  readonly #seen = Array.from({ length: GROUPS }, () => false);
  #names = 0;
  #looked = 0;

  /** Takes the next name, of whatever has one. */
  note(key: { readonly name: string }): void {
    this.#names++;
    if (this.#names > ALL && this.#names % ONE_IN !== 0) return;
    this.#looked++;
    this.#seen[Math.floor(slotOfKey(key.name) / (SLOTS / GROUPS))] = true;
  }

  /** `null`: there are too few names to tell. */
  get isComplete(): boolean | null {
    if (this.#looked < ENOUGH) return null;
    return this.#seen.filter((seen) => !seen).length < TELLING;
  }
}
