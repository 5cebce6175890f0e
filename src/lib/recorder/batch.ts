/** Statistics of several requests, summed by key and field until they are written. */
import type { Amount } from './events.js';
import { sectionsOf } from './encode.js';
import type { Parcel } from './sender.js';
import { bySlot } from '../client/slots.js';
import { chunked, Sums } from './sums.js';

/** Commands of one script: few enough not to delay other clients. */
export const COMMANDS = 1_000;

export class Batch {
  readonly openedAt = performance.now();
  readonly amount: Amount = { requests: 0, cost: 0 };
  /** When it was sent first; `null`: never. */
  sentAt: number | null = null;
  parcels: Parcel[] | null = null;
  readonly #sums = new Sums();

  get entries(): number {
    return this.#sums.entries;
  }

  get bytes(): number {
    return this.#sums.bytes;
  }

  /** The commands are HINCRBY, SADD, DEL and EXPIRE. */
  add(commands: readonly (readonly string[])[], cost: number): void {
    this.amount.requests++;
    this.amount.cost += cost;
    for (const words of commands) this.#sums.add(words);
  }

  /** Fixes what is sent: the batch takes no more. `numberOf` gives each parcel the next number. */
  seal(isCluster: boolean, numberOf: () => number): Parcel[] {
    this.parcels ??= [...bySlot(this.#sums.commands(), ({ words }) => words[1]!, isCluster)].flatMap(([slot, own]) =>
      chunked(own, COMMANDS).map((part) => ({ slot, number: numberOf(), ...sectionsOf(part, 1), commands: part.length })),
    );
    return this.parcels;
  }
}
