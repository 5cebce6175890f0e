/** What every changing verb goes through: a session, a plan that is shown and agreed to, an archive, a receipt. */
import { identity } from '../../audit/identity.js';
import { EXIT, MeterError } from '../../format/errors.js';
import { formatCounted } from '../../format/number.js';
import { shellQuote } from '../../format/shell.js';
import { safeText } from '../../format/terminal.js';
import type { ArchiveWriter } from '../../change/archive/writer.js';
import { leftBehind } from '../../change/engine/left-behind.js';
import type { Applied } from '../../change/engine/run-changes.js';
import { stateNote } from '../../profile/builtin/meter/index.js';
import type { CommandGuard, KnownScript } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session } from '../../redis/topology.js';
import type { ChangeData, PlanData } from '../../change/plan/model.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import type { Envelope } from '../../report/envelope.js';
import { agreeTo } from '../prompt/agree.js';
import { archiveFor, checkArchiveFlags, keptArchive } from './archive.js';
import type { CarryOutFlags } from './flags.js';
import { connect, targetFrom } from '../base/connect.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import type { ConnectionFlags } from '../flags/connection.js';
import { onInterrupt } from '../base/interrupt.js';
import { createProgress, type Doing, type Progress } from '../base/progress.js';
import { addressTyped } from '../../redis/typed-address.js';
import { connectionOptions } from '../flags/connection-options.js';
import { wordedChange, type ChangeReport } from '../../report/change/worded.js';

export type ChangeResult = Outcome<ChangeReport>;

export interface Talk {
  say(text: string): void;
  /** Shows the plan before anybody is asked about it. */
  showPlan(plan: PlanData): Promise<void>;
  quiet: boolean;
  meterVersion: string;
}

/** One run against one server. */
export interface Work {
  session: Session;
  ledger: Ledger;
  /** Reading commands only. */
  readOnly: CommandGuard;
  target: TargetInfo;
  db: number;
  signal: AbortSignal;
  /** What is drawn at this moment. */
  shown: { progress: Progress };
  startedAt: number;
}

/** `key`: of the certificate. */
type ShownFlags = CarryOutFlags & Partial<ConnectionFlags> & { 'show-ids'?: boolean };

type Flags = ConnectionFlags & CarryOutFlags;

/** Connects, for reading; what is changed later goes over connections of its own. */
export async function withChangeSession<Result>(
  flags: Omit<Flags, 'replica'>,
  talk: Talk,
  run: (work: Work) => Promise<Result>,
): Promise<Result> {
  checkArchiveFlags(flags);
  const { target } = await targetFrom({ ...connectionOptions(flags), replica: false });
  const [{ readOnlyGuard }, { openLedger }, { checkWritable }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../redis/writable.js'),
  ]);
  const [readOnly, ledger] = [readOnlyGuard(), openLedger(flags['max-commands'] ?? Infinity)];
  const shown = { progress: await createProgress(talk.quiet) };
  const interrupt = onInterrupt((text) => {
    shown.progress.stop();
    talk.say(text);
  }, 'Interrupted: the batch under way is finished. Ctrl-C again ends at once; nothing is lost either way.');
  const startedAt = performance.now();
  try {
    const session = await connect(target, { guard: readOnly, ledger, signal: interrupt.signal });
    try {
      if (!flags['dry-run']) checkWritable(session);
      const { db } = session.target;
      const { signal } = interrupt;
      return await run({ session, ledger, readOnly, target: targetInfo(session, db), db, signal, shown, startedAt });
    } finally {
      session.close();
    }
  } finally {
    shown.progress.stop();
    interrupt.release();
  }
}

export interface CarryOutOptions {
  plan: PlanData;
  flags: ShownFlags;
  /** The plan is all that was asked for. */
  stop: boolean;
  question: string;
  /** What may be evaluated. */
  scripts: readonly KnownScript[];
  /** Flags of `meter restore` that undo it, with a space before them; none where absent. */
  undoFlags?: string;
  doing?: Doing;
  apply(access: { guard: CommandGuard; ledger: Ledger }, kept: { archive: ArchiveWriter | null; run: string }): Promise<Applied>;
}

/** Asks, archives, changes. Throws (exit 4) where the plan is not agreed to. */
export async function carryOut(work: Work, talk: Talk, options: CarryOutOptions): Promise<ChangeResult> {
  const { flags } = options;
  const nothing = options.plan.keys === 0 && options.plan.indexes === 0;
  const plan = { ...options.plan, leaves: nothing ? [] : [...options.plan.leaves, ...ownKeys(options.plan, flags)] };
  work.shown.progress.stop();
  if (options.stop || nothing) return { envelope: envelopeOf(work, plan, null, []), exitCode: EXIT.ok };
  await agreeTo({ ...plan, target: work.target }, options.question, flags, () => talk.showPlan(plan));
  const [{ changeGuard }, { newRunId }, { checkRights }, { needsOf }, { nothingApplied }, { NO_RUN_STATE, openRunState }] =
    await Promise.all([
      import('../../redis/guard.js'),
      import('../../change/engine/notes.js'),
      import('../../change/engine/check-rights.js'),
      import('../../change/engine/needs.js'),
      import('../../change/engine/run-changes.js'),
      import('../../change/state/run-state.js'),
    ]);
  const access = { guard: changeGuard(options.scripts), ledger: work.ledger };
  await checkRights(work.session, { ...access, db: work.db }, needsOf(plan, !flags['no-archive']));
  const state = flags['no-state'] ? NO_RUN_STATE : await openRunState({ session: work.session, ...access, db: work.db });
  const run = newRunId();
  const previous = state.before.runs.at(-1)?.run ?? null;
  const opened = await archiveFor(plan, work.session, flags, { run, previous, meterVersion: talk.meterVersion });
  // What takes nothing away is an undo, and nothing that could be undone itself.
  const isNoted = !flags['no-state'] && (opened !== null || plan.command !== 'restore');
  work.shown.progress = await createProgress(talk.quiet, options.doing ?? 'changing');
  const startedAt = new Date();
  const refusal = isNoted ? await refusalOf(state.begin({ run, plan, archive: opened?.path ?? null, previous })) : null;
  const done = refusal ? nothingApplied(refusal) : await options.apply(access, { archive: opened, run });
  work.shown.progress.stop();
  // What became of the records is safe before the notes of it go.
  await opened?.close(done.settled);
  const isUnchanged = isNoted && done.settled && !hasChanged(done);
  // A line too many in the note does no harm but that sums are not judged.
  const forgotten = refusal ? null : await refusalOf(state.forget([...(isUnchanged ? [run] : []), ...(done.undone ?? [])]));
  const isNamed = isNoted && (refusal ? refusal.exitCode !== EXIT.refused : !isUnchanged || forgotten !== null);
  const archive = opened && (await keptArchive(opened, isNamed));
  // What the server allows is found out before anything is changed.
  if (done.failure?.exitCode === EXIT.refused && done.changed === 0) throw done.failure;
  const failure = done.failure ?? notTaken(done, flags['show-ids'] === true);
  const stopped = work.signal.aborted || !done.complete;
  const { cutOffBefore } = await import('../../change/archive/cut-off.js');
  const change: Change = {
    archive,
    earlier: archive ? await cutOffBefore(state.before, plan.asTyped, archive.path) : [],
    done,
    startedAt,
    resume: stopped ? `meter ${plan.asTyped}${where(flags, plan.command === 'restore' ? 'restore' : undefined)}` : null,
    undoFlags: `${options.undoFlags ?? ''}${where(flags, 'restore')}`,
    leaves: [...done.leaves, ...(isNoted && !isUnchanged ? [stateNote.pattern] : [])],
  };
  const told = [failure, forgotten].filter((each) => each !== null);
  const warnings = told.map(({ message, suggestions }) => `${message} ${suggestions.join(' ')}`.trim());
  return { envelope: envelopeOf(work, plan, change, warnings), exitCode: exitCodeOf(work, done, failure), failure };
}

/** Notes of a run that comes to its end are removed; of a restore they stay, or one that says that nothing is left. */
const ownKeys = ({ command }: PlanData, flags: ShownFlags): string[] => [
  ...(command === 'restore' ? ['meter:restored:*'] : ['meter:run:*']),
  ...(flags['no-state'] || (command === 'restore' && flags['no-archive']) ? [] : [stateNote.pattern]),
];

/** The server and the pace, as the next command takes them. */
const where = (flags: ShownFlags, verb?: 'restore'): string =>
  `${addressTyped(connectionOptions(flags), verb)}${flags['max-ops'] === undefined ? '' : ` --max-ops ${flags['max-ops']}`}`;

const hasChanged = ({ changed, elements, indexes }: Applied): boolean =>
  changed + elements + indexes.removed + indexes.members > 0;

/** Why the server did not do it; `null`: it did. */
async function refusalOf(step: Promise<void>): Promise<MeterError | null> {
  try {
    await step;
    return null;
  } catch (error) {
    if (error instanceof MeterError) return error;
    throw error;
  }
}

interface Change {
  leaves: string[];
  archive: ArchiveWriter | null;
  /** Archives of the same command that were cut off before: what they hold is undone with it. */
  earlier: readonly string[];
  done: Applied;
  startedAt: Date;
  resume: string | null;
  undoFlags: string;
}

function envelopeOf(work: Work, plan: PlanData, change: Change | null, warnings: readonly string[]): Envelope<ChangeReport> {
  const { ledger, target } = work;
  const seconds = Math.round(performance.now() - work.startedAt) / 1000;
  return successEnvelope({
    command: plan.command,
    target,
    data: wordedChange({
      plan,
      planned: plan.keys,
      archived: change?.archive?.records ?? 0,
      changed: change?.done.changed ?? 0,
      skipped: change?.done.skipped ?? { gone: 0, changed: 0, protected: 0 },
      archive: change?.archive?.path ?? null,
      receipt: change && receiptOf(change),
    }),
    warnings: [...plan.notes, ...warnings],
    spent: { commands: ledger.commands, roundTrips: ledger.roundTrips, seconds },
  });
}

/** Values that are told by name; the others are counted. */
const NAMED = 10;

/** `null`: everything was taken. */
function notTaken({ refused }: Applied, showIds: boolean): MeterError | null {
  if (refused.length === 0) return null;
  const shown = identity(showIds);
  const named = refused.slice(0, NAMED).map(({ name, reason }) => `${shown.key(name, null)} (${safeText(reason.slice(0, 200))})`);
  const more = refused.length > NAMED ? ` and ${refused.length - NAMED} more` : '';
  return new MeterError(
    'values-refused',
    EXIT.partial,
    `The server did not take ${formatCounted(refused.length, 'value', 'values')}: ${named.join(', ')}${more}. The rest went on.`,
    [`Put right what it says of them, then run the command again${showIds ? '' : '; --show-ids shows their names in full'}.`],
  );
}

const receiptOf = ({
  archive,
  earlier,
  done,
  leaves,
  startedAt,
  resume,
  undoFlags,
}: Change): NonNullable<ChangeData['receipt']> => ({
  startedAt: startedAt.toISOString(),
  endedAt: new Date().toISOString(),
  complete: done.complete,
  indexes: done.indexes,
  elements: done.elements,
  way: done.way,
  restore:
    archive && archive.records > 0 ? `meter restore ${[archive.path, ...earlier].map(shellQuote).join(' ')}${undoFlags}` : null,
  resume,
  leaves: [...leftBehind(leaves), ...done.markers],
});

function exitCodeOf({ signal }: Work, { complete }: Applied, failure: MeterError | null): number {
  if (failure) return failure.exitCode;
  if (signal.aborted) return EXIT.interrupted;
  return complete ? EXIT.ok : EXIT.partial;
}
