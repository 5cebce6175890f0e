/** Runs jobs one after the other, again and again, and keeps the last result of each. Runs never overlap. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, MeterError } from '../format/errors.js';

export interface Job<Result> {
  name: string;
  /** Throws if it fails without a result, or refuses because there is nothing to report. */
  run: (signal: AbortSignal) => Promise<Ran<Result>>;
}

export interface Ran<Result> {
  result: Result;
  /** What the result tells of a run that failed; `null`: it did not. */
  failure: unknown;
}

/** The state of one job. */
export interface Kept<Result> {
  name: string;
  /** The last result; `null`: none yet, or there is nothing to report. */
  result: Result | null;
  /** Why the last run failed; `null`: it did not, or there was none. */
  failure: unknown;
  /** Why there is nothing to report; `null`: there is, or nobody knows. */
  refusal: MeterError | null;
  runs: number;
  failures: number;
}

export class Rounds<Result> {
  readonly kept: Kept<Result>[];
  /** Complete rounds. */
  rounds = 0;
  readonly #jobs: readonly Job<Result>[];

  constructor(jobs: readonly Job<Result>[]) {
    this.#jobs = jobs;
    this.kept = jobs.map(({ name }) => ({ name, result: null, failure: null, refusal: null, runs: 0, failures: 0 }));
  }

  /** Ends when the signal aborts. `tell` gets each failure and refusal. A round that takes longer than `everyMs` delays the next. */
  async run(everyMs: number, signal: AbortSignal, tell: (name: string, failure: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      const startedAt = performance.now();
      for (const [at, job] of this.#jobs.entries()) {
        if (signal.aborted) return;
        await this.#once(job, this.kept[at]!, signal, tell);
      }
      if (signal.aborted) return;
      this.rounds++;
      const wait = Math.max(0, everyMs - (performance.now() - startedAt));
      await sleep(wait, undefined, { signal }).catch(() => {});
    }
  }

  async #once(
    { name, run }: Job<Result>,
    kept: Kept<Result>,
    signal: AbortSignal,
    tell: (name: string, failure: unknown) => void,
  ): Promise<void> {
    const ran = await run(signal).catch((failure: unknown): Ran<Result | null> => ({ result: kept.result, failure }));
    if (signal.aborted) return;
    const refusal = refusalIn(ran.failure);
    kept.result = refusal === null ? ran.result : null;
    kept.failure = refusal === null ? ran.failure : null;
    kept.refusal = refusal;
    kept.runs++;
    if (kept.failure !== null) kept.failures++;
    if (ran.failure !== null) tell(name, ran.failure);
  }
}

/** Codes of refusals because the application keeps nothing of the kind. */
const NOTHING_HERE: ReadonlySet<string> = new Set(['no-figures', 'no-limits', 'no-limiters', 'usage-elsewhere']);

/** A refusal for another reason, such as too many rows, is a failure. */
const refusalIn = (failure: unknown): MeterError | null =>
  failure instanceof MeterError && failure.exitCode === EXIT.refused && NOTHING_HERE.has(failure.code) ? failure : null;
