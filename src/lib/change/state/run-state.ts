/** The state note of one run. Each step has its own connection, because a run may take hours. */
import { basename } from 'node:path';
import type { PlanData } from '../plan/model.js';
import { NO_STATE, type NotedRun, type StateNote } from '../../recognise/state-note.js';
import { isCertain, type OffsetFrom } from '../../recognise/utc-offset.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session } from '../../redis/topology.js';
import { keyedSender, type KeyedSender } from '../engine/keyed-sender.js';
import { takesOnlyOrphans } from '../plan/selection.js';
import { latestClock } from '../engine/server-clock.js';
import { forgetRuns, noteRun, noteStopped, readState } from './state-writer.js';

export interface StatePlace {
  session: Session;
  guard: CommandGuard;
  ledger: Ledger;
  db: number;
}

/** Facts of the run before it changes anything. */
export interface BegunRun {
  run: string;
  plan: PlanData;
  /** Path of the archive. */
  archive: string | null;
  previous: string | null;
}

export interface RunState {
  /** The state note before the run. */
  readonly before: StateNote;
  begin(run: BegunRun): Promise<void>;
  /** Notes that a run ended early: a later run of the same command continues it. */
  stop(run: string): Promise<void>;
  /** Removes the lines of runs that have changed nothing, or that are undone. */
  forget(runs: readonly string[]): Promise<void>;
}

/** For `--no-state`: reads and writes nothing. */
export const NO_RUN_STATE: RunState = { before: NO_STATE, begin: async () => {}, stop: async () => {}, forget: async () => {} };

export async function openRunState(place: StatePlace): Promise<RunState> {
  const read = await over(place, readState);
  return {
    before: read.note,
    async begin({ run, plan, archive, previous }) {
      const clock = await latestClock([place.session.nodes[0]]);
      const noted: NotedRun = {
        run,
        at: new Date(clock()).toISOString(),
        command: plan.asTyped.slice(0, LONGEST_COMMAND),
        archive: archive === null ? null : basename(archive),
        previous,
        utcOffset: isSure(plan.clock.offsetFrom) ? plan.clock.utcOffset : null,
        families: familiesOf(plan),
      };
      await over(place, (sender) => noteRun(sender, noted, read));
    },
    stop: (run) => over(place, (sender) => noteStopped(sender, run)),
    async forget(runs) {
      if (runs.length > 0) await over(place, (sender) => forgetRuns(sender, runs));
    },
  };
}

/** Plans have the source of the offset as a text. From an archive, it is only the assumption of an earlier run. */
const isSure = (offsetFrom: string): boolean => offsetFrom !== 'archive' && isCertain({ offsetFrom: offsetFrom as OffsetFrom });

/** Maximum characters: a renaming may have long patterns. */
const LONGEST_COMMAND = 1_000;

const familiesOf = ({ families, selection }: PlanData): NotedRun['families'] =>
  families.map(({ profile, id, action, periods }) => ({
    profile,
    id,
    action,
    oldest: periods?.oldest ?? null,
    newest: periods?.newest ?? null,
    ...(takesOnlyOrphans(selection) && { onlyGoneOwners: true }),
  }));

async function over<Result>(place: StatePlace, work: (sender: KeyedSender) => Promise<Result>): Promise<Result> {
  const sender = keyedSender(place);
  try {
    return await work(sender);
  } finally {
    sender.close();
  }
}
