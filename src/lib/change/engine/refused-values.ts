/** Values that the server does not take, each by itself: they are told, and the rest of a run goes on. */
import type { MeterError } from '../../format/errors.js';
import { isCertainRefusal, writeRefused } from './write-refusals.js';

export interface RefusedValue {
  name: string;
  /** The server's words. */
  reason: string;
}

/** Where so many are refused, it is not the values that are at fault. */
const LIMIT = 10_000;

export class RefusedValues {
  readonly #reasons = new Map<string, string>();

  get all(): RefusedValue[] {
    return [...this.#reasons].map(([name, reason]) => ({ name, reason }));
  }

  has(name: string): boolean {
    return this.#reasons.has(name);
  }

  /** Answers why the run has to end: the server refuses every change, or too many. `null`: it goes on. */
  take(name: string, message: string): MeterError | null {
    if (isCertainRefusal(message)) return writeRefused(message);
    if (!this.#reasons.has(name)) this.#reasons.set(name, message);
    return this.#reasons.size > LIMIT ? writeRefused(message) : null;
  }
}

/** Stands for the words of a refusal that nobody was told. */
export const LOST_WORDS = 'the server did not take it, and its answer was lost';
