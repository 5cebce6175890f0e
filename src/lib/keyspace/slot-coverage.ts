/**
 * Decides whether names come from all slots of a cluster. Redis 7.0 does not record in a snapshot that the server was a shard.
 * But a shard only has names of its own slots, while the names of a whole keyspace are spread evenly over all slots.
 */
import { slotOfKey } from '../redis/cluster.js';

const SLOTS = 16_384;
const GROUPS = 64;
/** Checks all names up to `ALL`, then one in `ONE_IN`: shards may be written slot by slot. */
const ALL = 4096;
const ONE_IN = 32;
/** Minimum checked names. With fewer, empty groups may be chance: with 500, one is expected in fifty keyspaces. */
const ENOUGH = 500;
/** A shard misses at least this many groups in every cluster of less than eight times its size. */
const TELLING = 8;

export class SlotCoverage {
  readonly #seen = Array.from({ length: GROUPS }, () => false);
  #names = 0;
  #looked = 0;

  /** Checks the next name. */
  note(key: { readonly name: string }): void {
    this.#names++;
    if (this.#names > ALL && this.#names % ONE_IN !== 0) return;
    this.#looked++;
    this.#seen[Math.floor(slotOfKey(key.name) / (SLOTS / GROUPS))] = true;
  }

  /** `null`: too few names. */
  get isComplete(): boolean | null {
    if (this.#looked < ENOUGH) return null;
    return this.#seen.filter((seen) => !seen).length < TELLING;
  }
}
