import { LANES } from './batch-number.js';
import type { BatchOutcome } from './record.js';

/** What an archive tells of its batches. Memory: a short text for each. */
export class BatchLog {
  /** Batches whose outcome is known. */
  ended = 0;
  /** By what is left of a number without its lane, which no two batches share. */
  readonly #outcomes: BatchOutcome[] = [];
  /** Those whose outcome is not known, with the name of a key of theirs. */
  readonly open = new Map<number, string>();

  begin(batch: number, name: string): void {
    if (this.outcomeOf(batch) === undefined && !this.open.has(batch)) this.open.set(batch, name);
  }

  end(batch: number, outcome: BatchOutcome): void {
    this.ended++;
    this.open.delete(batch);
    this.#outcomes[Math.floor(batch / LANES)] = outcome;
  }

  /** `undefined`: it is not known. */
  outcomeOf(batch: number): BatchOutcome | undefined {
    return this.#outcomes[Math.floor(batch / LANES)];
  }
}
