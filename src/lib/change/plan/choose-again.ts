/** The choice of a plan again, for the families that it names. */
import type { Profile } from '../../profile/types.js';
import type { PassOptions } from '../engine/key-pass.js';
import { basisOf, plannedFamilies } from './basis.js';
import type { PrunePlan } from './schema.js';
import { makeChoice, type Choice } from './choice.js';
import { findGoneOwners, NO_OWNERS } from './gone-owners.js';

/** Looks up owners again: an owner that exists again keeps its data. */
export async function chooseAgain(plan: PrunePlan, known: readonly Profile[], options: PassOptions): Promise<Choice> {
  const { selection } = plan;
  const { profiles, versions, clock } = basisOf(plan, known);
  const rule = { ...clock, olderThanMs: selection.olderThanMs, includeOpen: selection.includeOpen };
  const gone = selection.orphans ? await findGoneOwners(profiles, options) : NO_OWNERS;
  return makeChoice(profiles, selection, versions, rule, gone, plannedFamilies(plan));
}
