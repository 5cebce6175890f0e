/** Runs jobs one after the other, again and again, and keeps the last result of each. Runs never overlap. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Job<Result> {
  name: string;
  /** Throws if it fails. */
  run: (signal: AbortSignal) => Promise<Result>;
}

/** The state of one job. */
export interface Kept<Result> {
  name: string;
  /** The last result; `null`: none yet. */
  result: Result | null;
  /** Why the last run failed; `null`: it did not, or there was none. */
  failure: unknown;
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
    this.kept = jobs.map(({ name }) => ({ name, result: null, failure: null, runs: 0, failures: 0 }));
  }

  /** Ends when the signal aborts. A round that takes longer than `everyMs` delays the next. */
  async run(everyMs: number, signal: AbortSignal, onFailure: (name: string, failure: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      const startedAt = performance.now();
      for (const [at, job] of this.#jobs.entries()) {
        if (signal.aborted) return;
        await this.#once(job, this.kept[at]!, signal, onFailure);
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
    onFailure: (name: string, failure: unknown) => void,
  ): Promise<void> {
    try {
      const result = await run(signal);
      if (signal.aborted) return;
      kept.result = result;
      kept.failure = null;
    } catch (failure) {
      if (signal.aborted) return;
      kept.failure = failure;
      kept.failures++;
      onFailure(name, failure);
    }
    kept.runs++;
  }
}
