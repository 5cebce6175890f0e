/** The choice that a plan was made by, for the families that it names. */
import { compileProfile } from '../../profile/classify.js';
import type { Profile } from '../../profile/types.js';
import type { PassOptions } from '../key-pass.js';
import { makeChoice, type Choice } from './choice.js';
import { findGoneOwners, NO_OWNERS } from './gone-owners.js';
import type { PrunePlan } from './plan-file.js';

const HOUR_MS = 3_600_000;

/** Owners are looked for anew: one that has come back keeps its data. The clock stays that of the plan. */
export async function chooseAgain(plan: PrunePlan, known: readonly Profile[], options: PassOptions): Promise<Choice> {
  const { clock, selection } = plan;
  const profiles = known.filter(({ name }) => plan.profiles.some((row) => row.name === name)).map(compileProfile);
  const versions = new Map(plan.profiles.map(({ name, version }) => [name, version]));
  const rule = {
    now: Date.parse(clock.now),
    utcOffset: clock.utcOffset,
    marginMs: clock.marginHours * HOUR_MS,
    olderThanMs: selection.olderThanMs,
    includeOpen: selection.includeOpen,
  };
  const gone = selection.orphans ? await findGoneOwners(profiles, options) : NO_OWNERS;
  const planned = new Set(plan.families.map(({ profile, id }) => `${profile}/${id}`));
  return makeChoice(profiles, selection, versions, rule, gone, (profile, id) => planned.has(`${profile}/${id}`));
}
