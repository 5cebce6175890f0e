/** From the flags of `meter migrate` to what was done. */
import type { RollupWork } from '../change/migrate/rollup-plan.js';
import type { PlanData } from '../report/change-model.js';
import { carryOut, withChangeSession, type ChangeResult, type Talk, type Work } from './change-run.js';
import { parseNow } from './clock-flags.js';
import { durationOf } from './duration-flag.js';
import { asTyped, rollupFrom, type MigrateFlags } from './migrate-flags.js';
import { profilesFrom } from './profiles.js';

/** Makes the plan and, unless it is only to be looked at, carries it out once it is agreed to. */
export async function migrateWith(flags: MigrateFlags, talk: Talk): Promise<ChangeResult> {
  const rollup = rollupFrom(flags);
  const { profiles, asked } = await profilesFrom(flags.profile);
  const common = {
    profiles,
    profilesAsked: asked,
    profileSpecs: flags.profile,
    now: flags.now === undefined ? null : parseNow(flags.now),
    utcOffset: flags['utc-offset'] ?? null,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    asTyped: asTyped(flags),
    showIds: flags['show-ids'],
  };
  return withChangeSession(flags, talk, (work) => rollUp(work, rollup, { common, flags, talk }));
}

type Common = Omit<
  Parameters<typeof import('../change/migrate/rollup-plan.js').planRollup>[2],
  'rollup' | 'prune' | 'target' | 'db' | 'signal' | 'onProgress'
>;

interface Asked {
  common: Common;
  flags: MigrateFlags;
  talk: Talk;
}

async function rollUp(work: Work, rollup: string, { common, flags, talk }: Asked): Promise<ChangeResult> {
  const { planRollup } = await import('../change/migrate/rollup-plan.js');
  const { session, target, db, signal, shown } = work;
  const { data, todo } = await planRollup(
    session,
    { guard: work.readOnly, ledger: work.ledger },
    {
      ...common,
      rollup,
      prune: flags.prune,
      target,
      db,
      signal,
      onProgress: (keys, total) => shown.progress.update(keys, total),
    },
  );
  try {
    await writePlan(flags, data, talk);
    return await carryOutRollup(work, talk, { plan: data, todo, flags });
  } finally {
    todo.names.close();
  }
}

async function carryOutRollup(
  work: Work,
  talk: Talk,
  { plan, todo, flags }: { plan: PlanData; todo: RollupWork; flags: MigrateFlags },
): Promise<ChangeResult> {
  const [{ applyRollup }, { MIGRATE_SCRIPTS }] = await Promise.all([
    import('../change/migrate/rollup-apply.js'),
    import('../change/migrate/scripts.js'),
  ]);
  return carryOut(work, talk, {
    plan,
    flags,
    stop: stops(flags),
    question: 'Carry this out?',
    scripts: MIGRATE_SCRIPTS,
    apply: (access, archive) =>
      applyRollup(work.session, access, {
        db: work.db,
        todo,
        archive,
        maxOps: flags['max-ops'] ?? null,
        maxLatencyMs: durationOf('max-latency', flags['max-latency']),
        signal: work.signal,
        onProgress: (changed) => work.shown.progress.update(changed, plan.keys),
      }),
  });
}

const stops = (flags: MigrateFlags): boolean => flags['dry-run'] || flags.output !== undefined;

async function writePlan({ output }: MigrateFlags, plan: PlanData, talk: Talk): Promise<void> {
  if (output === undefined) return;
  const { writeOutput } = await import('./output.js');
  await writeOutput(output, `${JSON.stringify(plan, null, 2)}\n`);
  talk.say(`Plan written to ${output}; to carry it out: meter apply ${output}`);
}
