/** What every function that changes keys shares. */
import { readFile } from 'node:fs/promises';
import { runCourse, type Changed, type Prepared } from '../change/course/course.js';
import type { Work } from '../change/course/work.js';
import { EXIT, type MeterError } from '../format/errors.js';
import { resolveTarget } from '../redis/resolve-target.js';
import { addressTyped } from '../redis/typed-address.js';
import { wordedChange, wordedPlan, type ChangeReport, type PlanReport } from '../report/change/worded.js';
import { MAX_LATENCY_MS, type LiveLookOptions, type RedisAddress, type Result } from './look.js';

export interface ChangeOptions extends Omit<LiveLookOptions, 'database'> {
  /** A database's number. Absent: that of the address, else 0. */
  database?: number;
  /** Is given the plan before anything is changed; `true` has it carried out. Absent: the plan is all that is made. */
  confirm?: (plan: PlanReport) => boolean | Promise<boolean>;
  /** Where to archive what is changed; `false`: nowhere, and it cannot be undone. Absent: a new file in the current folder. */
  archive?: string | false;
  /** Note on the server, in `meter:state`, what is changed, so that nobody takes it for damage. Absent: yes. */
  keepsState?: boolean;
  /** Changes a second. Absent: as many as the server takes. */
  maxOps?: number;
}

/** What a change came to. Without a receipt in its data nothing was changed. */
export interface ChangeResult<Data = ChangeReport> extends Result<Data> {
  /** What ended it early, after something was changed; `null`: nothing did. */
  failure: MeterError | null;
}

/** Connects, and takes the change through its course. */
export async function changed<Plan extends Prepared>(
  redis: RedisAddress,
  options: ChangeOptions,
  prepare: (work: Work) => Promise<Plan>,
): Promise<Changed & { prepared: Plan }> {
  const { confirm, database, archive = true, keepsState = true, maxOps = null, showIds = false } = options;
  return runCourse(
    {
      target: await resolveTarget({ ...redis, db: database }, {}),
      maxCommands: options.maxCommands ?? Infinity,
      writes: confirm !== undefined,
      signal: options.signal ?? new AbortController().signal,
      onProgress: options.onProgress ?? (() => {}),
      archive,
      keepsState,
      maxOps,
      maxLatencyMs: options.maxLatencyMs ?? MAX_LATENCY_MS,
      showIds,
      meterVersion: await ownVersion(),
      typed: typedPlace(redis, options),
      agree: confirm ? async (plan) => confirm(wordedPlan(plan)) : null,
    },
    prepare,
  );
}

/** The flags that lead a command of `meter` to the same database. */
export function typedPlace(redis: RedisAddress, { database }: ChangeOptions): { again: string; restore: string } {
  const address = { ...redis, database };
  return { again: addressTyped(address), restore: addressTyped(address, 'restore') };
}

export const resultOf = ({ data, warnings, target, spent, exitCode, failure }: Changed): ChangeResult => ({
  data: wordedChange(data),
  warnings,
  target,
  spent,
  complete: exitCode === EXIT.ok,
  failure,
});

/** Archives say which release has made them. */
async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
