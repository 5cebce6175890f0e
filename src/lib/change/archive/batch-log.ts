import { LANES } from './batch-number.js';
import type { BatchOutcome } from './record.js';

/** The batches of an archive. Takes memory for a short text for each. */
export class BatchLog {
  /** Number of batches whose outcome is known. */
  ended = 0;
  /** By batch number without its lane, which is unique. */
  readonly #outcomes: BatchOutcome[] = [];
  /** Batches whose outcome is unknown, with the name of one of their keys. */
  readonly open = new Map<number, string>();

  begin(batch: number, name: string): void {
    if (this.outcomeOf(batch) === undefined && !this.open.has(batch)) this.open.set(batch, name);
  }

  end(batch: number, outcome: BatchOutcome): void {
    this.ended++;
    this.open.delete(batch);
    this.#outcomes[Math.floor(batch / LANES)] = outcome;
  }

  /** `undefined`: unknown. */
  outcomeOf(batch: number): BatchOutcome | undefined {
    return this.#outcomes[Math.floor(batch / LANES)];
  }
}
