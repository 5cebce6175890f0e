/** From a plan in a file to what was done. What is not in the plan is not touched, and what has changed since is skipped. */
import type { MigratePlan, PrunePlan } from '../../change/plan/schema.js';
import { EXIT, MeterError, usageError } from '../../format/errors.js';
import { shellQuote } from '../../format/shell.js';
import { safeText } from '../../format/terminal.js';
import type { Profile } from '../../profile/types.js';
import type { PlanData } from '../../change/plan/model.js';
import type { ApplyFlags } from './flags.js';
import { withChangeSession, type ChangeResult, type Talk, type Work } from '../change/run.js';
import { durationOf } from '../flags/duration.js';
import { carryOutMigration, type MigrationWork } from '../migrate/carry-out.js';
import { profilesFrom } from '../base/profiles.js';
import { addressTyped } from '../../redis/typed-address.js';
import { connectionOptions } from '../flags/connection-options.js';
import { carryOutPrune } from '../prune/run.js';

export async function applyWith(path: string, flags: ApplyFlags, talk: Talk): Promise<ChangeResult> {
  const { readPlan } = await import('../../change/plan/file.js');
  const plan = await readPlan(path);
  const { profiles } = await profilesFrom(plan.profileSpecs);
  return withChangeSession(flags, talk, async (work) => {
    const typed = addressTyped(connectionOptions(flags));
    await checkTarget(plan, work, typed);
    await checkClock(plan, work, typed);
    const again: Again = { work, talk, flags, profiles, asTyped: `apply ${shellQuote(path)}` };
    return plan.command === 'prune' ? pruneAgain(plan, again) : migrateAgain(plan, again);
  });
}

interface Again {
  work: Work;
  talk: Talk;
  flags: ApplyFlags;
  profiles: readonly Profile[];
  asTyped: string;
}

async function pruneAgain(plan: PrunePlan, { work, talk, flags, profiles, asTyped }: Again): Promise<ChangeResult> {
  const [{ chooseAgain }, { countKeys }, { listedNames }] = await Promise.all([
    import('../../change/plan/choose-again.js'),
    import('../../change/prune/count-keys.js'),
    import('../../change/plan/file.js'),
  ]);
  const { session } = work;
  const access = accessOf(work);
  const pass = passOf(work, flags);
  const choice = await chooseAgain(plan, profiles, { session, ...access, ...pass });
  const only = listedNames(plan);
  const { count, names } = await countKeys(session, access, choice, { ...pass, listKeys: false, ...(only && { only }) });
  try {
    const planned = { ...plan, asTyped, indexes: count.indexes };
    const result = await carryOutPrune(work, talk, { plan: planned, choice, names, flags, stop: flags['dry-run'] });
    return withGone(result, plan.keys - count.keys);
  } finally {
    names.close();
  }
}

/** Every sum, and every name that is taken, is looked at anew. */
async function migrateAgain(plan: MigratePlan, again: Again): Promise<ChangeResult> {
  const { work, talk, flags, asTyped } = again;
  const { todo, keys, indexes } = await migrationOf(plan, again);
  try {
    const result = await carryOutMigration(work, talk, {
      plan: { ...plan, asTyped, indexes },
      todo,
      flags,
      stop: flags['dry-run'],
    });
    return withGone(result, plan.keys - keys);
  } finally {
    todo.work.names.close();
  }
}

interface FoundMigration {
  todo: MigrationWork;
  keys: number;
  indexes: number;
}

async function migrationOf(plan: MigratePlan, { work, flags, profiles }: Again): Promise<FoundMigration> {
  const [{ findRollup }, { findRenames }, { basisOf, plannedFamilies }] = await Promise.all([
    import('../../change/migrate/rollup-find.js'),
    import('../../change/migrate/rename-find.js'),
    import('../../change/plan/basis.js'),
  ]);
  const { selection } = plan;
  const basis = basisOf(plan, profiles);
  const options = { ...passOf(work, flags), isPlanned: plannedFamilies(plan) };
  if ('rollup' in selection) {
    const { count, todo } = await findRollup(work.session, accessOf(work), basis, { ...options, ...selection });
    const indexes = [...todo.indexes.values()].reduce((sum, each) => sum + each.size, 0);
    return { todo: { kind: 'rollup', work: todo }, keys: count.keys(), indexes };
  }
  const { rows, todo } = await findRenames(work.session, accessOf(work), basis, { ...options, rename: selection });
  return { todo: { kind: 'rename', work: todo }, keys: rows.reduce((sum, row) => sum + row.keys, 0), indexes: 0 };
}

const accessOf = ({ readOnly, ledger }: Work) => ({ guard: readOnly, ledger });

const passOf = ({ db, signal, shown }: Work, flags: ApplyFlags) => ({
  db,
  signal,
  maxLatencyMs: durationOf('max-latency', flags['max-latency']),
  onProgress: (keys: number, total: number | null) => shown.progress.update(keys, total),
});

/** What the plan speaks of and is not there to be changed any more. */
function withGone(result: ChangeResult, gone: number): ChangeResult {
  const { data } = result.envelope;
  if (data.receipt) data.skipped.gone += Math.max(0, gone);
  return result;
}

/** Throws (exit 4) where the plan was made for another server or database. */
async function checkTarget(plan: PlanData, { session, db, target }: Work, typed: string): Promise<void> {
  const { fingerprintOf } = await import('../../redis/fingerprint.js');
  const found = await fingerprintOf(session);
  if (plan.target.db !== db)
    throw usageError(`The plan is for database ${plan.target.db}, and this is ${db}.`, `Name it: --db ${plan.target.db}`);
  if (found === plan.fingerprint && found !== 'unknown') return;
  throw new MeterError(
    'other-target',
    EXIT.refused,
    `The plan was made for ${plan.target.name}, and ${target.name} is another server, or has been restarted since.`,
    [`Make a new plan for this one: meter ${plan.asTyped} -o plan.json${typed}`],
  );
}

/** Throws (exit 4) where the plan goes by a time that has not come. */
async function checkClock({ clock, asTyped }: PlanData, { session }: Work, typed: string): Promise<void> {
  const { rejectAhead } = await import('../../change/engine/server-clock.js');
  const next = `Make a new plan: meter ${safeText(asTyped)} -o plan.json${typed}`;
  await rejectAhead(session, new Date(clock.now), "The plan's clock", next);
}
