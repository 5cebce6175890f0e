import { parsePlan, readPlan } from '../change/plan/file.js';
import { prepareAgain } from '../change/prepare-again.js';
import { shellQuote } from '../format/shell.js';
import type { PlanReport } from '../report/change/worded.js';
import { changed, resultOf, typedPlace, type ChangeOptions, type ChangeResult } from './change.js';
import { MAX_LATENCY_MS, profilesOf, type RedisAddress } from './look.js';

/** `profiles`: the profiles of the plan; absent: those that the plan names. */
export type ApplyOptions = Omit<ChangeOptions, 'now' | 'utcOffset'>;

/**
 * Carries out an earlier plan of `pruneKeys` or `migrateKeys`, or a plan from a file. Reads every key again, and does not change
 * keys outside of the plan. Throws a `MeterError` only if nothing is changed.
 */
export async function applyPlan(
  redis: RedisAddress,
  plan: PlanReport | string,
  options: ApplyOptions = {},
): Promise<ChangeResult> {
  const known = typeof plan === 'string' ? await readPlan(plan) : parsePlan(plan, 'The plan');
  const specs = known.profileSpecs.includes('auto') ? {} : { profiles: known.profileSpecs };
  const { profiles } = await profilesOf({ ...specs, ...options });
  const { maxLatencyMs = MAX_LATENCY_MS } = options;
  const asTyped = typeof plan === 'string' ? `apply ${shellQuote(plan)}` : known.asTyped;
  const again = { profiles, maxLatencyMs, asTyped, typed: typedPlace(redis, options).again };
  return resultOf(await changed(redis, options, (work) => prepareAgain(work, known, again)));
}
