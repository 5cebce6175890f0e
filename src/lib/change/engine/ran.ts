/** The result of a run of tasks, also if it could not continue. */
import { MeterError } from '../../format/errors.js';
import type { Outcome } from './outcome.js';

export interface Ran {
  /** One for each task, in order. */
  outcomes: Outcome[];
  /** Why it cannot continue; `null`: it can. */
  failure: MeterError | null;
}

/** `run` writes into `outcomes`, so what was done before a failure is known. */
export async function ran(outcomes: Outcome[], run: () => Promise<void>): Promise<Ran> {
  try {
    await run();
    return { outcomes, failure: null };
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    return { outcomes, failure: error };
  }
}
