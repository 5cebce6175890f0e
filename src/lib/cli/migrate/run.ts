/** From the flags of `meter migrate` to what was done. */
import type { SurveyOptions } from '../../change/plan/survey.js';
import type { PlanData } from '../../change/plan/model.js';
import { withChangeSession, type ChangeResult, type Talk, type Work } from '../change/run.js';
import { parseNow } from '../flags/clock.js';
import { durationOf } from '../flags/duration.js';
import { carryOutMigration, type MigrationWork } from './carry-out.js';
import { asTyped, migrationFrom, type MigrateFlags, type Migration } from './flags.js';
import { writePlan } from '../change/plan-output.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';

/** Makes the plan and, unless it is only to be looked at, carries it out once it is agreed to. */
export async function migrateWith(flags: MigrateFlags, talk: Talk): Promise<ChangeResult> {
  const migration = migrationFrom(flags);
  const { profiles, asked } = await profilesFrom(flags.profile);
  const offset = await offsetGiven(flags['utc-offset'] ?? null, flags['env-file']);
  const common = {
    profiles,
    profilesAsked: asked,
    profileSpecs: flags.profile,
    now: flags.now === undefined ? null : parseNow(flags.now),
    offset,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    asTyped: asTyped(flags),
    showIds: flags['show-ids'],
  };
  return withChangeSession(flags, talk, async (work) => {
    const { data, todo } = await planOf(work, migration, { ...common, ...placeOf(work) });
    try {
      if (flags.output !== undefined) await writePlan(flags.output, data, talk);
      const stop = flags['dry-run'] || flags.output !== undefined;
      return await carryOutMigration(work, talk, { plan: data, todo, flags, stop });
    } finally {
      todo.work.names.close();
    }
  });
}

type Common = SurveyOptions & { target: Work['target']; profileSpecs: string[]; asTyped: string; showIds: boolean };

async function planOf(work: Work, migration: Migration, common: Common): Promise<{ data: PlanData; todo: MigrationWork }> {
  const access = { guard: work.readOnly, ledger: work.ledger };
  if (migration.kind === 'rollup') {
    const { planRollup } = await import('../../change/migrate/rollup-plan.js');
    const { data, todo } = await planRollup(work.session, access, { ...common, ...migration });
    return { data, todo: { kind: 'rollup', work: todo } };
  }
  const { planRename } = await import('../../change/migrate/rename-plan.js');
  const { data, todo } = await planRename(work.session, access, { ...common, ...migration });
  return { data, todo: { kind: 'rename', work: todo } };
}

const placeOf = ({
  target,
  db,
  signal,
  shown,
}: Work): Pick<Work, 'target' | 'db' | 'signal'> & Pick<SurveyOptions, 'onProgress'> => ({
  target,
  db,
  signal,
  onProgress: (keys, total) => shown.progress.update(keys, total),
});
