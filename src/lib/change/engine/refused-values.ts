/** Single values that the server refuses. They are reported, and the run continues. */
import type { MeterError } from '../../format/errors.js';
import { isCertainRefusal, writeRefused } from './write-refusals.js';

export interface RefusedValue {
  name: string;
  /** The server's words. */
  reason: string;
}

/** With this many refusals, the values are not the cause. */
const LIMIT = 10_000;

export class RefusedValues {
  readonly #reasons = new Map<string, string>();

  get all(): RefusedValue[] {
    return [...this.#reasons].map(([name, reason]) => ({ name, reason }));
  }

  has(name: string): boolean {
    return this.#reasons.has(name);
  }

  /** Returns why the run must end: the server refuses every change, or too many. `null`: the run continues. */
  take(name: string, message: string): MeterError | null {
    if (isCertainRefusal(message)) return writeRefused(message);
    if (!this.#reasons.has(name)) this.#reasons.set(name, message);
    return this.#reasons.size > LIMIT ? writeRefused(message) : null;
  }
}

/** Text for a refusal whose reply was lost. */
export const LOST_WORDS = 'the server did not take it, and its answer was lost';
