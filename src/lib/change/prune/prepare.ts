/** Prepares prunes, from a new or an earlier plan. */
import type { Profile } from '../../profile/types.js';
import type { Prepared } from '../course/course.js';
import { passOf, readingAccess, type Work } from '../course/work.js';
import type { NameList } from '../engine/name-list.js';
import { CHANGE_SCRIPTS } from '../engine/scripts.js';
import type { Choice } from '../plan/choice.js';
import { chooseAgain } from '../plan/choose-again.js';
import { listedNames } from '../plan/file.js';
import type { PlanData } from '../plan/model.js';
import type { PrunePlan } from '../plan/schema.js';
import { applyPrune } from './apply.js';
import { batchSize } from './batch-size.js';
import { countKeys } from './count-keys.js';
import { planPrune, type PlanOptions } from './plan.js';

/** The request. The other options are known after connecting. */
export type PruneRequest = Omit<PlanOptions, 'target' | 'db' | 'signal' | 'onProgress'>;

export async function preparePrune(work: Work, request: PruneRequest): Promise<Prepared> {
  const options = { ...request, ...passOf(work), target: work.target };
  const { data, choice, names } = await planPrune(work.session, readingAccess(work), options);
  return prepared(work, data, { choice, names, gone: 0 });
}

/** Reads every key again. Keys outside of the plan are not changed. */
export async function preparePruneAgain(
  work: Work,
  plan: PrunePlan,
  { profiles, maxLatencyMs, asTyped }: { profiles: readonly Profile[]; maxLatencyMs: number; asTyped: string },
): Promise<Prepared> {
  const { session } = work;
  const access = readingAccess(work);
  const pass = { ...passOf(work), maxLatencyMs };
  const choice = await chooseAgain(plan, profiles, { session, ...access, ...pass });
  const only = listedNames(plan);
  const { count, names } = await countKeys(session, access, choice, { ...pass, listKeys: false, ...(only && { only }) });
  return prepared(work, { ...plan, asTyped, indexes: count.indexes }, { choice, names, gone: plan.keys - count.keys });
}

const prepared = (
  { session }: Work,
  plan: PlanData,
  { choice, names, gone }: { choice: Choice; names: NameList; gone: number },
): Prepared => ({
  plan,
  scripts: CHANGE_SCRIPTS,
  // The head of a stream that still exists can be restored only by rewriting the stream.
  undoFlags: trimsStreams(plan, choice) ? ' --merge' : '',
  gone,
  apply: (access, options) => applyPrune(session, access, { ...options, choice, names, together: batchSize(plan.families) }),
  close: () => names.close(),
});

const trimsStreams = ({ families: planned }: PlanData, { families }: Choice): boolean =>
  families.chosen.some(
    ({ compiled: { family, profile } }) =>
      family.type === 'stream' &&
      planned.some((row) => row.action === 'trim' && row.id === family.id && row.profile === profile.name),
  );
