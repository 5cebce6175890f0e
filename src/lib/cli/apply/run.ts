import { shellQuote } from '../../format/shell.js';
import { profilesFrom } from '../base/profiles.js';
import type { CarryOutRequest } from '../change/options.js';
import { changeWith, type ChangeResult, type Talk } from '../change/run.js';

/** Carries out a plan from a file. Keys outside of the plan are not changed, and keys that have changed since are skipped. */
export async function applyWith(path: string, how: CarryOutRequest, talk: Talk): Promise<ChangeResult> {
  const { readPlan } = await import('../../change/plan/file.js');
  const plan = await readPlan(path);
  const { profiles } = await profilesFrom(plan.profileSpecs);
  const { maxLatencyMs, typed } = how.terms;
  return changeWith(how, talk, {
    async prepare(work) {
      const { prepareAgain } = await import('../../change/prepare-again.js');
      const asTyped = `apply ${shellQuote(path)}`;
      return prepareAgain(work, plan, { profiles, maxLatencyMs, asTyped, typed: typed.again });
    },
  });
}
