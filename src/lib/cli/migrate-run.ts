/** From the flags of `meter migrate` to what was done. */
import type { ArchiveWriter } from '../change/archive/writer.js';
import type { RenameAsk } from '../change/migrate/rename-choice.js';
import type { SurveyOptions } from '../change/prune/survey.js';
import type { Applied } from '../change/run-changes.js';
import type { CommandGuard } from '../redis/guard.js';
import type { Ledger } from '../redis/ledger.js';
import type { PlanData } from '../report/change-model.js';
import { carryOut, withChangeSession, type ChangeResult, type Talk, type Work } from './change-run.js';
import { parseNow } from './clock-flags.js';
import { durationOf } from './duration-flag.js';
import { asTyped, migrationFrom, type MigrateFlags, type Migration } from './migrate-flags.js';
import { profilesFrom } from './profiles.js';

/** Makes the plan and, unless it is only to be looked at, carries it out once it is agreed to. */
export async function migrateWith(flags: MigrateFlags, talk: Talk): Promise<ChangeResult> {
  const migration = migrationFrom(flags);
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
  return withChangeSession(flags, talk, (work) => {
    const asked: Asked = { common, flags, talk };
    return migration.kind === 'rollup' ? rollUp(work, migration, asked) : rename(work, migration.rename, asked);
  });
}

type Common = Omit<SurveyOptions, 'db' | 'signal' | 'onProgress'> & {
  profileSpecs: string[];
  asTyped: string;
  showIds: boolean;
};

interface Asked {
  common: Common;
  flags: MigrateFlags;
  talk: Talk;
}

async function rollUp(
  work: Work,
  { rollup, prune }: Extract<Migration, { kind: 'rollup' }>,
  { common, flags, talk }: Asked,
): Promise<ChangeResult> {
  const [{ planRollup }, { applyRollup }] = await Promise.all([
    import('../change/migrate/rollup-plan.js'),
    import('../change/migrate/rollup-apply.js'),
  ]);
  const { data, todo } = await planRollup(work.session, reading(work), { ...common, ...placeOf(work), rollup, prune });
  try {
    return await finish(work, talk, data, flags, (access, archive) =>
      applyRollup(work.session, access, { ...pace(work, data, flags), todo, archive }),
    );
  } finally {
    todo.names.close();
  }
}

async function rename(work: Work, asked: RenameAsk, { common, flags, talk }: Asked): Promise<ChangeResult> {
  const [{ planRename }, { applyRename }] = await Promise.all([
    import('../change/migrate/rename-plan.js'),
    import('../change/migrate/rename-apply.js'),
  ]);
  const { data, todo } = await planRename(work.session, reading(work), { ...common, ...placeOf(work), rename: asked });
  try {
    return await finish(work, talk, data, flags, (access, archive) =>
      applyRename(work.session, access, { ...pace(work, data, flags), todo, archive }),
    );
  } finally {
    todo.names.close();
  }
}

interface Access {
  guard: CommandGuard;
  ledger: Ledger;
}

const reading = ({ readOnly, ledger }: Work): Access => ({ guard: readOnly, ledger });

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

const pace = ({ db, signal, shown }: Work, plan: PlanData, flags: MigrateFlags) => ({
  db,
  signal,
  maxOps: flags['max-ops'] ?? null,
  maxLatencyMs: durationOf('max-latency', flags['max-latency']),
  onProgress: (changed: number) => shown.progress.update(changed, plan.keys),
});

/** Writes the plan where that is asked for; else carries it out once it is agreed to. */
async function finish(
  work: Work,
  talk: Talk,
  plan: PlanData,
  flags: MigrateFlags,
  apply: (access: Access, archive: ArchiveWriter | null) => Promise<Applied>,
): Promise<ChangeResult> {
  const { output } = flags;
  if (output !== undefined) {
    const { writeOutput } = await import('./output.js');
    await writeOutput(output, `${JSON.stringify(plan, null, 2)}\n`);
    talk.say(`Plan written to ${output}; to carry it out: meter ${plan.asTyped}`);
  }
  const { MIGRATE_SCRIPTS } = await import('../change/migrate/scripts.js');
  const stop = flags['dry-run'] || output !== undefined;
  return carryOut(work, talk, { plan, flags, stop, question: 'Carry this out?', scripts: MIGRATE_SCRIPTS, apply });
}
