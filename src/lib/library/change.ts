/** Shared by all functions that change keys. */
import { readFile } from 'node:fs/promises';
import { runCourse, type Changed, type Prepared } from '../change/course/course.js';
import type { Work } from '../change/course/work.js';
import { EXIT, type MeterError } from '../format/errors.js';
import { resolveTarget } from '../redis/resolve-target.js';
import { addressTyped } from '../redis/typed-address.js';
import { wordedChange, wordedPlan, type ChangeReport, type PlanReport } from '../report/change/worded.js';
import { MAX_LATENCY_MS, type LiveLookOptions, type RedisAddress, type Result } from './look.js';
import { noticed } from '../report/noticed.js';

export interface ChangeOptions extends Omit<LiveLookOptions, 'database'> {
  /** Number of the database. Absent: that of the address, else 0. */
  database?: number;
  /** Called with the plan before anything is changed; `true`: carry it out. Absent: only makes the plan. */
  confirm?: (plan: PlanReport) => boolean | Promise<boolean>;
  /** Path of the archive; `false`: none, so the change cannot be undone. Absent: a new file in the current folder. */
  archive?: string | false;
  /** Note the changes on the server, in `meter:state`, so that later checks do not report them as damage. Absent: yes. */
  keepsState?: boolean;
  /** Changes a second. Absent: no limit. */
  maxOps?: number;
}

/** The result of a change. Without a receipt in its data nothing was changed. */
export interface ChangeResult<Data = ChangeReport> extends Result<Data> {
  /** The failure that ended it early, after something was changed; `null`: none. */
  failure: MeterError | null;
}

/** Connects, and runs the course of the change. */
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

/** The flags of `meter` for the same database. */
export function typedPlace(redis: RedisAddress, { database }: ChangeOptions): { again: string; restore: string } {
  const address = { ...redis, database };
  return { again: addressTyped(address), restore: addressTyped(address, 'restore') };
}

export const resultOf = ({ data, warnings, target, spent, exitCode, failure }: Changed): ChangeResult => ({
  data: wordedChange(data),
  ...noticed(warnings),
  target,
  spent,
  complete: exitCode === EXIT.ok,
  failure,
});

/** The release of this program, for the head of archives. */
async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
