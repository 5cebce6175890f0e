/**
 * The course of every change: plan, agreement, archive, change, receipt. It is the same for a new plan and for a plan from a file.
 */
import { EXIT, MeterError } from '../../format/errors.js';
import { stateNote } from '../../profile/builtin/meter/index.js';
import type { Access } from '../../redis/control.js';
import { changeGuard, type KnownScript } from '../../redis/guard.js';
import type { TargetInfo } from '../../redis/target-info.js';
import { cutOffBefore } from '../archive/cut-off.js';
import { checkRights } from '../engine/check-rights.js';
import { needsOf } from '../engine/needs.js';
import { newRunId } from '../engine/notes.js';
import { nothingApplied, type Applied, type ChangeOptions } from '../engine/run-changes.js';
import type { ChangeData, PlanData } from '../plan/model.js';
import { NO_RUN_STATE, openRunState } from '../state/run-state.js';
import { archiveFor, keptArchive } from './archive.js';
import { notTaken, receiptOf, type Ended } from './receipt.js';
import { withWork, type Work, type WorkOptions } from './work.js';
import { failureNotice, type PlanNotice } from '../notices.js';

/** How any change is carried out. */
export interface Terms {
  /**
   * Path of the archive; `true`: a new file in the current folder; `false`: nothing is archived, so the change cannot be undone.
   */
  archive: string | boolean;
  /** True: note the changes on the server, in `meter:state`. */
  keepsState: boolean;
  /** Changes a second; `null`: no limit. */
  maxOps: number | null;
  maxLatencyMs: number;
  /** True: show names in messages in full. */
  showIds: boolean;
  meterVersion: string;
  /** The flags for the same server, each with a space before it: for the same command, and for `meter restore`. */
  typed: { again: string; restore: string };
}

export interface CourseOptions extends WorkOptions, Terms {
  /**
   * Resolves with true if the plan may be carried out on the target. A refusal may also throw. `null`: only the plan is requested.
   * No writing command is sent before it is called.
   */
  agree: ((plan: PlanData, target: TargetInfo) => Promise<boolean>) | null;
}

/** A plan, and the function that carries it out. */
export interface Prepared {
  plan: PlanData;
  /** Scripts that may run. */
  scripts: readonly KnownScript[];
  /** Flags of `meter restore` for the undo, with a space before them. */
  undoFlags: string;
  /** Number of keys of an earlier plan that no longer need a change. */
  gone: number;
  apply(access: Access, options: ChangeOptions): Promise<Applied>;
  /** Releases the resources of the plan. */
  close(): void | Promise<void>;
}

/** The result of a course. */
export interface Changed {
  target: TargetInfo;
  data: ChangeData;
  warnings: PlanNotice[];
  spent: { commands: number; roundTrips: number };
  exitCode: number;
  /** The failure that ended it after something was changed; `null`: none. */
  failure: MeterError | null;
}

/**
 * Connects, makes a plan with `prepare`, and carries it out after it is agreed to. Throws a MeterError only if nothing is changed.
 */
export const runCourse = <Plan extends Prepared>(
  options: CourseOptions,
  prepare: (work: Work) => Promise<Plan>,
): Promise<Changed & { prepared: Plan }> =>
  withWork(options, async (work) => {
    const prepared = await prepare(work);
    try {
      return { ...(await carryOut(work, prepared, options)), prepared };
    } finally {
      await prepared.close();
    }
  });

async function carryOut(work: Work, prepared: Prepared, options: CourseOptions): Promise<Changed> {
  const { agree, keepsState } = options;
  const isNothing = prepared.plan.keys === 0 && prepared.plan.indexes === 0;
  const leaves = isNothing ? [] : [...new Set([...prepared.plan.leaves, ...ownKeys(prepared.plan, options)])];
  const plan = { ...prepared.plan, leaves };
  if (isNothing || agree === null || !(await agree(plan, work.target))) return changed(work, plan, null);
  const access = { guard: changeGuard(prepared.scripts), ledger: work.ledger };
  const { session, db } = work;
  await checkRights(session, { ...access, db }, needsOf(plan, options.archive !== false));
  const state = keepsState ? await openRunState({ session, ...access, db }) : NO_RUN_STATE;
  const run = newRunId();
  const previous = state.before.runs.at(-1)?.run ?? null;
  const opened = await archiveFor(plan, session, options.archive, { run, previous, meterVersion: options.meterVersion });
  // A restore that removes nothing is an undo, and cannot be undone itself.
  const isNoted = keepsState && (opened !== null || !isUndo(plan));
  const startedAt = new Date();
  const refusal = isNoted ? await refusalOf(state.begin({ run, plan, archive: opened?.path ?? null, previous })) : null;
  const { maxOps, maxLatencyMs } = options;
  const change: ChangeOptions = {
    run,
    db,
    archive: opened,
    maxOps,
    maxLatencyMs,
    signal: work.signal,
    onProgress: (keys) => work.onProgress(keys, plan.keys),
  };
  const done = refusal ? nothingApplied(refusal) : await prepared.apply(access, change);
  // The outcomes are synced to the archive before their notes are removed.
  await opened?.close(done.settled);
  const isUnchanged = isNoted && done.settled && !hasChanged(done);
  // A surplus line in the note does no harm, except that sums are not judged.
  const forgotten = refusal ? null : await refusalOf(state.forget([...(isUnchanged ? [run] : []), ...(done.undone ?? [])]));
  const isNamed = isNoted && (refusal ? refusal.exitCode !== EXIT.refused : !isUnchanged || forgotten !== null);
  const archive = opened && (await keptArchive(opened, isNamed));
  // The server's capabilities are tested before anything is changed.
  if (done.failure?.exitCode === EXIT.refused && done.changed === 0) throw done.failure;
  const failure = done.failure ?? notTaken(done, options.showIds);
  const isStopped = !done.complete;
  const unsaid = isStopped && isNoted && !isUnchanged && !refusal ? await refusalOf(state.stop(run)) : null;
  const ended: Ended = {
    archive,
    earlier: archive ? await cutOffBefore(state.before, plan.asTyped, archive.path) : [],
    done,
    startedAt,
    resume: isStopped ? `meter ${plan.asTyped}${placeTyped(options, isUndo(plan) ? 'restore' : 'again')}` : null,
    undoFlags: `${prepared.undoFlags}${placeTyped(options, 'restore')}`,
    leaves: [...done.leaves, ...(isNoted && !isUnchanged ? [stateNote.pattern] : [])],
  };
  const failures = [failure, forgotten, unsaid].filter((each) => each !== null);
  const result = changed(work, plan, ended, failures.map(failureNotice));
  result.data.skipped.gone += Math.max(0, prepared.gone);
  return { ...result, exitCode: exitCodeOf(work, done, failure), failure };
}

const isUndo = ({ command }: PlanData): boolean => command === 'restore';

/** The notes of a run that ends are removed. Those of a restore stay, or one that says that all is restored. */
const ownKeys = (plan: PlanData, { keepsState, archive }: Terms): string[] => [
  ...(isUndo(plan) ? ['meter:restored:*'] : ['meter:run:*']),
  ...(!keepsState || (isUndo(plan) && archive === false) ? [] : [stateNote.pattern]),
];

/** The flags for the server and the pace in the next command. */
const placeTyped = ({ typed, maxOps }: Terms, verb: keyof Terms['typed']): string =>
  `${typed[verb]}${maxOps === null ? '' : ` --max-ops ${maxOps}`}`;

const hasChanged = ({ changed: keys, elements, indexes }: Applied): boolean =>
  keys + elements + indexes.removed + indexes.sets > 0;

/** Why the server refused it; `null`: done. */
async function refusalOf(step: Promise<void>): Promise<MeterError | null> {
  try {
    await step;
    return null;
  } catch (error) {
    if (error instanceof MeterError) return error;
    throw error;
  }
}

/** `ended`: `null`: nothing was changed. */
function changed({ target, ledger }: Work, plan: PlanData, ended: Ended | null, warnings: readonly PlanNotice[] = []): Changed {
  const { commands, roundTrips } = ledger;
  return {
    target,
    data: {
      plan,
      planned: plan.keys,
      archived: ended?.archive?.records ?? 0,
      changed: ended?.done.changed ?? 0,
      skipped: ended?.done.skipped ?? { gone: 0, changed: 0, protected: 0 },
      archive: ended?.archive?.path ?? null,
      receipt: ended && receiptOf(ended),
    },
    warnings: [...plan.notes, ...warnings],
    spent: { commands, roundTrips },
    exitCode: EXIT.ok,
    failure: null,
  };
}

function exitCodeOf({ signal }: Work, { complete }: Applied, failure: MeterError | null): number {
  if (failure) return failure.exitCode;
  if (complete) return EXIT.ok;
  return signal.aborted ? EXIT.interrupted : EXIT.partial;
}
