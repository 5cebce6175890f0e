/** What a run of tasks has come to, where it could not go on as well. */
import { MeterError } from '../../format/errors.js';
import type { Outcome } from './outcome.js';

export interface Ran {
  /** One for each task, in order. */
  outcomes: Outcome[];
  /** Why it cannot go on; `null`: it can. */
  failure: MeterError | null;
}

/** `run` writes into `outcomes`: what was done until it failed is known. */
export async function ran(outcomes: Outcome[], run: () => Promise<void>): Promise<Ran> {
  try {
    await run();
    return { outcomes, failure: null };
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    return { outcomes, failure: error };
  }
}
