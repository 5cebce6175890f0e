/** From the flags of `meter restore` to what was brought back. */
import { EXIT, MeterError, usageError } from '../../format/errors.js';
import type { RestoreResult } from '../../change/restore/restore.js';
import type { SurveyedArchive, Wanted } from '../../change/restore/survey.js';
import type { Mode } from '../../change/restore/entry.js';
import type { Applied } from '../../change/engine/run-changes.js';
import { compileProfile, type CompiledProfile } from '../../profile/classify.js';
import type { RestoreListData } from '../../change/restore/model.js';
import type { StateNote } from '../../recognise/state-note.js';
import { carryOut, withChangeSession, type ChangeResult, type Talk, type Work } from '../change/run.js';
import { durationOf } from '../flags/duration.js';
import { databaseKeys } from '../../redis/database-keys.js';
import { profilesFrom } from '../base/profiles.js';
import { addressTyped } from '../../redis/typed-address.js';
import { connectionOptions } from '../flags/connection-options.js';
import { modeOf, restoreAsTyped, type RestoreFlags } from './flags.js';

/** Checks every byte of the archives first. */
export async function archivesFrom(paths: readonly string[], flags: RestoreFlags): Promise<SurveyedArchive[]> {
  const { surveyArchives } = await import('../../change/restore/survey.js');
  if (new Set(paths).size < paths.length) throw usageError('An archive is named twice.', 'Name each once.');
  return surveyArchives(paths, wantedFrom(flags));
}

/** What `--list` shows. */
export const listed = (archives: readonly SurveyedArchive[]): RestoreListData => ({
  archives: archives.map(({ archive: { path, head }, contents, families }) => ({
    path,
    complete: contents.complete,
    records: contents.records,
    command: head.command,
    createdAt: head.createdAt,
    target: head.target,
    db: head.db,
    server: head.server,
    profile: head.profile,
    families: families
      .map(({ id, action, records, expired }) => ({ id, action, records, expired }))
      .toSorted((a, b) => b.records - a.records),
  })),
});

const wantedFrom = ({ family = [], key = [] }: RestoreFlags): Wanted => ({
  families: family,
  keys: key.map((name) => Buffer.from(name, 'utf8').toString('latin1')),
});

/** Throws (exit 4) where a later run has to be undone first. Reads only. */
async function checkUndoOrder(
  { session, readOnly, ledger, db }: Work,
  archives: readonly SurveyedArchive[],
  wanted: Wanted,
  state: StateNote,
  flags: string,
): Promise<void> {
  const [{ checkOrder }, { readOpen }, { isKnownRun }, { keyedSender }] = await Promise.all([
    import('../../change/restore/order.js'),
    import('../../change/restore/settle-open.js'),
    import('../../change/state/known-run.js'),
    import('../../change/engine/keyed-sender.js'),
  ]);
  const sender = keyedSender({ session, guard: readOnly, ledger, db });
  const clustered = session.mode === 'cluster';
  try {
    await checkOrder({
      archives,
      wanted,
      state,
      flags,
      readOpen: (surveyed) =>
        readOpen(surveyed, sender, { clustered, isKnown: isKnownRun(surveyed.archive.head, state, session) }),
    });
  } finally {
    sender.close();
  }
}

export async function restoreWith(archives: readonly SurveyedArchive[], flags: RestoreFlags, talk: Talk): Promise<ChangeResult> {
  const mode = modeOf(flags);
  // Nothing is removed but by --replace.
  const keeping = { ...flags, key: flags['tls-key'], 'no-archive': flags['no-archive'] || mode !== 'replace' };
  if (mode !== 'replace' && (flags.archive !== undefined || flags['no-archive']))
    throw usageError('Only --replace removes anything, so there is nothing to archive.', 'Leave the flag out.');
  const profileSpecs = flags.profile ?? archives[0]!.archive.head.profile.split(' ').filter((name) => name !== '');
  const profiles = await profilesOf(profileSpecs, flags.profile !== undefined);
  return withChangeSession(keeping, talk, async (work) => {
    checkDatabase(archives, work.db, flags.db);
    const state = await stateOf(work, flags);
    if (!flags['out-of-order']) {
      await checkUndoOrder(
        work,
        archives,
        wantedFrom(flags),
        state,
        `${modeFlag(mode)}${addressTyped(connectionOptions(keeping), 'restore')}`,
      );
    }
    const [{ planRestore }, { fingerprintOf }, { RESTORE_SCRIPTS }] = await Promise.all([
      import('../../change/restore/plan.js'),
      import('../../redis/fingerprint.js'),
      import('../../change/restore/scripts.js'),
    ]);
    const plan = planRestore({
      archives,
      wanted: wantedFrom(flags),
      mode,
      profiles,
      profileSpecs,
      target: work.target,
      fingerprint: await fingerprintOf(work.session),
      keyspace: await databaseKeys(work.session),
      asTyped: restoreAsTyped(
        archives.map(({ archive }) => archive.path),
        flags,
      ),
      showIds: flags['show-ids'],
    });
    return carryOut(work, talk, {
      plan,
      flags: keeping,
      stop: flags['dry-run'],
      question: 'Restore this?',
      doing: 'restoring',
      undoFlags: ' --replace',
      scripts: RESTORE_SCRIPTS,
      async apply(access, { archive }) {
        const [{ restore }, { additiveFigures }, { isKnownRun }] = await Promise.all([
          import('../../change/restore/restore.js'),
          import('../../change/compare/additive.js'),
          import('../../change/state/known-run.js'),
        ]);
        const result = await restore(work.session, access, {
          db: work.db,
          archives,
          wanted: wantedFrom(flags),
          mode,
          additive: additiveFigures(profiles),
          archive,
          isKnown: (head) => isKnownRun(head, state, work.session),
          maxOps: flags['max-ops'] ?? null,
          maxLatencyMs: durationOf('max-latency', flags['max-latency']),
          signal: work.signal,
          onProgress: (records) => work.shown.progress.update(records, plan.keys),
        });
        const undone = result.whole.flatMap((at) => archives[at]!.archive.head.run ?? []);
        return { ...doneOf(result), undone };
      },
    });
  });
}

/** What earlier runs have noted on the server. */
async function stateOf({ session, readOnly: guard, ledger, db }: Work, flags: RestoreFlags): Promise<StateNote> {
  const { NO_RUN_STATE, openRunState } = await import('../../change/state/run-state.js');
  const { before } = flags['no-state'] ? NO_RUN_STATE : await openRunState({ session, guard, ledger, db });
  return before;
}

/** A profile of the user's own is only found where it is named; without it figures are not added up. */
async function profilesOf(specs: readonly string[], asked: boolean): Promise<CompiledProfile[]> {
  try {
    return (await profilesFrom(specs)).profiles.map(compileProfile);
  } catch (error) {
    if (asked) throw error;
    return [];
  }
}

/** Keys of one database hardly ever belong into another. */
function checkDatabase(archives: readonly SurveyedArchive[], db: number, asked: string | undefined): void {
  const other = archives.find(({ archive }) => archive.head.db !== db);
  if (!other || asked !== undefined) return;
  throw new MeterError(
    'other-database',
    EXIT.refused,
    `The archive is of database ${other.archive.head.db}, and this would go into database ${db}.`,
    [`To go ahead name the database: --db ${other.archive.head.db}, or --db ${db}`],
  );
}

/** As it is typed, with a space before it. */
const modeFlag = (mode: Mode): string => (mode === 'keep' ? '' : ` --${mode}`);

const doneOf = ({ fates, abilities, leaves, complete, failure, refused }: RestoreResult): Applied => ({
  settled: failure === null,
  leaves,
  markers: [],
  changed: fates.restored,
  elements: 0,
  skipped: {
    gone: fates.gone,
    changed: fates.altered,
    protected: fates.refused,
    expired: fates.expired,
    alive: fates.alive,
    there: fates.there + fates.same,
    ...(fates.untaken > 0 && { refused: fates.untaken }),
  },
  indexes: { removed: 0, members: 0 },
  way: abilities.scripts && abilities.dump ? 'scripts' : 'transactions',
  complete,
  failure,
  refused,
});
