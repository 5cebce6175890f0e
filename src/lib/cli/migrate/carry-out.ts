/** Carries a migration out, planned just now or read from a file. */
import type { RenameWork } from '../../change/migrate/rename-find.js';
import type { RollupWork } from '../../change/migrate/rollup-find.js';
import type { PlanData } from '../../change/plan/model.js';
import type { CarryOutFlags } from '../change/flags.js';
import { carryOut, type ChangeResult, type Talk, type Work } from '../change/run.js';
import { durationOf } from '../flags/duration.js';

export type MigrationWork = { kind: 'rollup'; work: RollupWork } | { kind: 'rename'; work: RenameWork };

export interface MigrationToDo {
  plan: PlanData;
  todo: MigrationWork;
  flags: CarryOutFlags;
  /** The plan is all that was asked for. */
  stop: boolean;
}

export async function carryOutMigration(
  work: Work,
  talk: Talk,
  { plan, todo, flags, stop }: MigrationToDo,
): Promise<ChangeResult> {
  const [{ applyRollup }, { applyRename }, { CHANGE_SCRIPTS }] = await Promise.all([
    import('../../change/migrate/rollup-apply.js'),
    import('../../change/migrate/rename-apply.js'),
    import('../../change/engine/scripts.js'),
  ]);
  const { session, db, signal, shown } = work;
  const pace = {
    db,
    signal,
    maxOps: flags['max-ops'] ?? null,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    onProgress: (changed: number) => shown.progress.update(changed, plan.keys),
  };
  return carryOut(work, talk, {
    plan,
    flags,
    stop,
    question: 'Carry this out?',
    scripts: CHANGE_SCRIPTS,
    apply: (access, kept) =>
      todo.kind === 'rollup'
        ? applyRollup(session, access, { ...pace, ...kept, todo: todo.work })
        : applyRename(session, access, { ...pace, ...kept, todo: todo.work }),
  });
}
