import { fieldsOf } from './key-value.js';
import type { Listed, ListingInvariant } from '../profile/invariants.js';
import { capturesOf } from '../profile/listing.js';
import type { FamilyPlan } from './relation.js';

/** No drift explains it, but nothing is certain: the name alone may be that of something else. */
export const NOT_EVIDENT = 'not-evident';

/**
 * What the hash of an entity puts into a list. Where none of the fields is there that tell such an entity, its members may be there or not:
 * they neither come in nor go.
 */
export function listedBy(
  invariant: ListingInvariant,
  plan: FamilyPlan,
  name: string,
  value: readonly string[],
): readonly Listed[] {
  const fields = fieldsOf(value);
  const listed = invariant.listed(capturesOf(plan.compiled, name), fields);
  const { evidenceFields } = plan.compiled.family;
  const isEvident = !evidenceFields || evidenceFields.some((field) => fields.has(field));
  return isEvident ? listed : listed.map((each) => ({ ...each, optional: NOT_EVIDENT }));
}
