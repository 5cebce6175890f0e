/** Approximate number of commands for updating indexes. */
import { CALLS_OF_INDEX } from '../plan/cost.js';
import type { CompiledFamily } from '../../profile/classify.js';
import type { Listing } from '../../profile/listing.js';
import { KEYS, MEMBERS } from './members-without-key.js';

/**
 * For an index whose keys are all removed: SSCAN, EXISTS, SCARD, its marker, then TIME, DUMP, PTTL and the script that removes it.
 * Measured.
 */
const PER_REMOVED = 8;
/** For an index that loses members: one more EXISTS, PTTL, the script, and EXISTS again. */
const PER_MENDED = 4;

/** SISMEMBER of each of about three members, SREM, and three for the note. */
const CALLS_OF_MENDED = 7;

/** Mean number of members of an index of this family; `null`: unknown. */
export type MeanMembers = (index: CompiledFamily) => number | null;

export class IndexCost {
  /** By listed family: indexes that lose only members of deleted owners. The others are removed whole. */
  readonly #byOwner = new Map<CompiledFamily, readonly Listing[]>();
  readonly #looked = new Map<CompiledFamily, number>();
  readonly #mended = new Map<CompiledFamily, Set<string>>();
  #removed = 0;

  constructor(byOwner: readonly Listing[]) {
    for (const listing of byOwner) this.#byOwner.set(listing.listed, [...(this.#byOwner.get(listing.listed) ?? []), listing]);
  }

  /** Number of index keys. */
  get count(): number {
    return [...this.#looked.values()].reduce((sum, looked) => sum + looked, this.#removed);
  }

  /** Counts an index that is updated. */
  take({ index, listed }: Listing): void {
    if (this.#byOwner.has(listed)) this.#looked.set(index, (this.#looked.get(index) ?? 0) + 1);
    else this.#removed++;
  }

  /** Counts a removed key, and its members in indexes. */
  gone(compiled: CompiledFamily, name: string): void {
    for (const listing of this.#byOwner.get(compiled) ?? []) {
      const { index } = listing;
      const names = this.#mended.get(index) ?? new Set<string>();
      this.#mended.set(index, names.add(listing.entryOf(name).index));
    }
  }

  /** Number of commands that scripts call: for the marker and the index, each with a note, and for a member with its note. */
  get calls(): number {
    return this.#removed * CALLS_OF_INDEX + this.#mendedOf() * CALLS_OF_MENDED;
  }

  #mendedOf(): number {
    return [...this.#looked].reduce((sum, [index, looked]) => sum + Math.min(looked, this.#mended.get(index)?.size ?? 0), 0);
  }

  commands(meanMembers: MeanMembers): number {
    let sum = this.#removed * PER_REMOVED;
    for (const [index, looked] of this.#looked) {
      const members = meanMembers(index) ?? 1;
      const look = 1 + Math.ceil(members / MEMBERS) + Math.ceil(members / KEYS);
      const mended = Math.min(looked, this.#mended.get(index)?.size ?? 0);
      sum += looked * look + mended * PER_MENDED;
    }
    return sum;
  }
}
