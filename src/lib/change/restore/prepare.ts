/** Prepares a restore. */
import { says } from '../../errors/changes.js';
import { EXIT, failure } from '../../format/errors.js';
import type { CompiledProfile } from '../../profile/classify.js';
import type { StateNote } from '../../recognise/state-note.js';
import { databaseKeys } from '../../redis/database-keys.js';
import { fingerprintOf } from '../../redis/fingerprint.js';
import { additiveFigures } from '../compare/additive.js';
import type { Prepared } from '../course/course.js';
import { readingAccess, type Work } from '../course/work.js';
import { keyedSender } from '../engine/keyed-sender.js';
import type { Applied } from '../engine/run-changes.js';
import { isKnownRun } from '../state/known-run.js';
import { NO_RUN_STATE, openRunState } from '../state/run-state.js';
import { restoreTyped } from './as-typed.js';
import type { Fate, Mode } from './entry.js';
import { expiredSince } from './expired-since.js';
import { checkOrder } from './order.js';
import { indexFamilies } from './index-families.js';
import { planRestore } from './plan.js';
import { restore, type RestoreResult } from './restore.js';
import { RESTORE_SCRIPTS } from './scripts.js';
import { readOpen } from './settle-open.js';
import type { SurveyedArchive, Wanted } from './survey.js';
import { areRestored } from './whole-archives.js';

export interface RestoreRequest {
  archives: readonly SurveyedArchive[];
  wanted: Wanted;
  mode: Mode;
  /** Profiles whose figures may be added up. */
  profiles: readonly CompiledProfile[];
  profileSpecs: string[];
  /** True: the user has named the database, so archives of another database are allowed. */
  isDatabaseNamed: boolean;
  /** True: also restore keys that a later run has changed again. */
  outOfOrder: boolean;
  /** True: read the state note on the server. */
  keepsState: boolean;
  /** The flags for the same server in another command, each with a space before it. */
  typed: string;
  showIds: boolean;
}

/** Throws (exit 4) if a later run must be undone first, and if the archive is from another database. */
export async function prepareRestore(work: Work, request: RestoreRequest): Promise<Prepared> {
  const { session } = work;
  const { archives, wanted, mode, profiles } = request;
  checkDatabase(archives, work.db, request.isDatabaseNamed);
  const { before: state } = request.keepsState
    ? await openRunState({ session, ...readingAccess(work), db: work.db })
    : NO_RUN_STATE;
  const restored = await restoredBefore(work, archives, state);
  const due = archives.filter((_, at) => restored[at] !== true);
  if (!request.outOfOrder && restored.includes(false)) await checkUndoOrder(work, request, state);
  const plan = planRestore({
    ...request,
    restored,
    expired: await expiredOf(work, due, wanted),
    asTyped: restoreTyped(request),
    target: work.target,
    fingerprint: await fingerprintOf(session),
    keyspace: await databaseKeys(session),
  });
  return {
    plan,
    scripts: RESTORE_SCRIPTS,
    undoFlags: ' --replace',
    gone: 0,
    async apply(access, options) {
      const result = await restore(session, access, {
        ...options,
        archives,
        wanted,
        mode,
        additive: additiveFigures(profiles),
        isIndex: indexFamilies(profiles),
        isKnown: (head) => isKnownRun(head, state, session),
      });
      return { ...doneOf(result), undone: result.whole.flatMap((at) => archives[at]!.archive.head.run ?? []) };
    },
    close: () => {},
  };
}

/**
 * Whether each archive is completely restored. If the state note still has its run, a restore was cut off before its end, and is
 * carried out again.
 */
async function restoredBefore(work: Work, archives: readonly SurveyedArchive[], state: StateNote): Promise<boolean[]> {
  const sender = keyedSender({ session: work.session, ...readingAccess(work), db: work.db });
  try {
    const noted = new Set(state.runs.map(({ run }) => run));
    const restored = await areRestored(archives, sender);
    return restored.map((is, at) => is && !noted.has(archives[at]!.archive.head.run ?? ''));
  } finally {
    sender.close();
  }
}

/** Only reads. */
async function expiredOf(work: Work, archives: readonly SurveyedArchive[], wanted: Wanted): Promise<Map<string, number>> {
  const { session, db } = work;
  const sender = keyedSender({ session, ...readingAccess(work), db });
  try {
    return await expiredSince(archives, { sender, wanted, clustered: session.mode === 'cluster' });
  } finally {
    sender.close();
  }
}

/** Only reads. */
async function checkUndoOrder(work: Work, { archives, wanted, mode, typed }: RestoreRequest, state: StateNote): Promise<void> {
  const { session, db } = work;
  const sender = keyedSender({ session, ...readingAccess(work), db });
  const clustered = session.mode === 'cluster';
  try {
    await checkOrder({
      archives,
      wanted,
      state,
      flags: `${mode === 'keep' ? '' : ` --${mode}`}${typed}`,
      readOpen: (surveyed) =>
        readOpen(surveyed, sender, { clustered, isKnown: isKnownRun(surveyed.archive.head, state, session) }),
    });
  } finally {
    sender.close();
  }
}

/** Keys of one database rarely belong in another. */
function checkDatabase(archives: readonly SurveyedArchive[], db: number, isNamed: boolean): void {
  const other = archives.find(({ archive }) => archive.head.db !== db);
  if (!other || isNamed) return;
  throw failure(says('other-database', { db: other.archive.head.db, here: db }), EXIT.refused);
}

function doneOf({ fates: all, following, sets, abilities, leaves, complete, failure, refused }: RestoreResult): Applied {
  const keys = (fate: Fate): number => all[fate] - following[fate];
  return {
    settled: failure === null,
    leaves,
    markers: [],
    changed: keys('restored'),
    elements: 0,
    skipped: {
      gone: keys('gone'),
      changed: keys('altered'),
      protected: keys('refused'),
      expired: keys('expired'),
      alive: keys('alive'),
      there: keys('there') + keys('same'),
      ...(keys('untaken') > 0 && { refused: keys('untaken') }),
    },
    indexes: { checked: 0, removed: 0, members: 0, sets },
    way: abilities.scripts && abilities.dump ? 'scripts' : 'transactions',
    complete,
    failure,
    refused,
  };
}
