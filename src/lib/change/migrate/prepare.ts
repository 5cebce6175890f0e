/** Prepares migrations, from a new or an earlier plan. */
import type { Profile } from '../../profile/types.js';
import type { Access } from '../../redis/control.js';
import { limitersGuard } from '../../redis/guard.js';
import type { Prepared } from '../course/course.js';
import { passOf, readingAccess, type Work } from '../course/work.js';
import { CHANGE_SCRIPTS } from '../engine/scripts.js';
import { basisOf, plannedFamilies } from '../plan/basis.js';
import type { PlanData } from '../plan/model.js';
import type { MigratePlan } from '../plan/schema.js';
import type { AskedFor } from '../plan/survey-plan.js';
import type { SurveyOptions } from '../plan/survey.js';
import { applyLimiters } from './limiter-apply.js';
import { findLimiters, type LimiterAsk, type LimiterWork } from './limiter-find.js';
import { limiterAsk, planLimiters, presentOf } from './limiter-plan.js';
import { applyRename } from './rename-apply.js';
import type { RenameAsk } from './rename-choice.js';
import { findRenames, type RenameWork } from './rename-find.js';
import { planRename } from './rename-plan.js';
import { applyRollup } from './rollup-apply.js';
import { findRollup, type RollupAsk, type RollupWork } from './rollup-find.js';
import { planRollup } from './rollup-plan.js';

export type Migration =
  | ({ kind: 'rollup' } & RollupAsk)
  | { kind: 'rename'; rename: RenameAsk }
  | { kind: 'limiters'; limiters: LimiterAsk };

/** The request. The other options are known after connecting. */
export interface MigrationRequest extends Omit<SurveyOptions, 'db' | 'signal' | 'onProgress'>, Omit<AskedFor, 'target'> {
  migration: Migration;
  showIds: boolean;
}

export async function prepareMigration(work: Work, { migration, ...request }: MigrationRequest): Promise<Prepared> {
  const common = { ...request, ...passOf(work), target: work.target };
  const [session, access] = [work.session, readingAccess(work)];
  if (migration.kind === 'rollup') {
    const { data, todo } = await planRollup(session, access, { ...common, ...migration });
    return rollup(work, data, todo, 0);
  }
  if (migration.kind === 'limiters') {
    const { data, todo } = await planLimiters(session, listReading(access), { ...common, ...migration });
    return converting(work, data, todo, 0);
  }
  const { data, todo } = await planRename(session, access, { ...common, ...migration });
  return renaming(work, data, todo, 0);
}

/** Reads every sum and every new name again. */
export async function prepareMigrationAgain(
  work: Work,
  plan: MigratePlan,
  { profiles, maxLatencyMs, asTyped }: { profiles: readonly Profile[]; maxLatencyMs: number; asTyped: string },
): Promise<Prepared> {
  const { selection } = plan;
  const [session, access, basis] = [work.session, readingAccess(work), basisOf(plan, profiles)];
  const options = { ...passOf(work), maxLatencyMs, isPlanned: plannedFamilies(plan) };
  if ('rollup' in selection) {
    const { count, todo } = await findRollup(session, access, basis, { ...options, ...selection });
    const indexes = [...todo.indexes.values()].reduce((sum, each) => sum + each.size, 0);
    return rollup(work, { ...plan, asTyped, indexes }, todo, plan.keys - count.keys());
  }
  if ('limiters' in selection) {
    const { rows, todo } = await findLimiters(session, listReading(access), {
      ...options,
      ...limiterAsk(selection),
      present: presentOf(basis),
    });
    const found = rows.reduce((sum, row) => sum + row.keys, 0);
    return converting(work, { ...plan, asTyped, indexes: 0 }, todo, plan.keys - found);
  }
  const { rows, todo } = await findRenames(session, access, basis, { ...options, rename: selection });
  const found = rows.reduce((sum, row) => sum + row.keys, 0);
  return renaming(work, { ...plan, asTyped, indexes: 0 }, todo, plan.keys - found);
}

const rollup = ({ session }: Work, plan: PlanData, todo: RollupWork, gone: number): Prepared => ({
  ...common(plan, gone),
  apply: (access, options) => applyRollup(session, access, { ...options, todo }),
  close: () => todo.names.close(),
});

const renaming = ({ session }: Work, plan: PlanData, todo: RenameWork, gone: number): Prepared => ({
  ...common(plan, gone),
  apply: (access, options) => applyRename(session, access, { ...options, todo }),
  close: () => todo.names.close(),
});

/** Lists are read by LRANGE. */
const listReading = (access: Access): Access => ({ ...access, guard: limitersGuard() });

const converting = ({ session }: Work, plan: PlanData, todo: LimiterWork, gone: number): Prepared => ({
  ...common(plan, gone),
  apply: (access, options) => applyLimiters(session, access, { ...options, todo }),
  close: () => todo.names.close(),
});

const common = (plan: PlanData, gone: number): Pick<Prepared, 'plan' | 'scripts' | 'undoFlags' | 'gone'> => ({
  plan,
  scripts: CHANGE_SCRIPTS,
  undoFlags: '',
  gone,
});
