import { fieldsOf } from './key-value.js';
import type { Listed, ListingInvariant } from '../profile/invariants.js';
import { capturesOf } from '../profile/listing.js';
import type { FamilyPlan } from './relation.js';

/** No drift explains it, but nothing is certain: another application may use the name. */
export const NOT_EVIDENT = 'not-evident';

/**
 * The list entries that an entity's hash implies. If the hash has none of the evidence fields, its members are optional: they are
 * neither added nor removed.
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
