/** Selects the parts of a value that the invariants need; nothing else is read or kept. */
import type { EmbeddedFields, FamilyPlan } from './relation.js';

/** Maximum bytes read of a string. A longer text is neither a number nor one of the words that some strings hold. */
export const STRING_BYTES = 512;
/** Maximum bytes kept of a member, a field or a field's value. */
export const TEXT_BYTES = 16_384;

/** True when the hash field is needed. All fields of entities are, because they may imply list entries. */
export const isNeeded = (plan: FamilyPlan, field: string): boolean =>
  plan.listings.length > 0 || plan.fields.has(field) || (plan.embedded !== null && isEmbedded(plan.embedded, field));

/** True for a field that occurs once per value. */
export const isEmbedded = ({ before, after }: EmbeddedFields, field: string): boolean =>
  field.startsWith(before) && field.lastIndexOf(':') >= before.length && after.has(field.slice(field.lastIndexOf(':')));
