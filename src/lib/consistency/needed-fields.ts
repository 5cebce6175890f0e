/** How much of a value can matter to the invariants; nothing else is read, or kept. */
import type { EmbeddedFields, FamilyPlan } from './relation.js';

/** Bytes of a string that are looked at. A longer text is no number, nor one of the words that some strings hold. */
export const STRING_BYTES = 512;
/** Bytes of a member, a field or a field's value that are kept. */
export const TEXT_BYTES = 16_384;

/** Whether a hash field matters. Entities list whatever they hold. */
export const isNeeded = (plan: FamilyPlan, field: string): boolean =>
  plan.listings.length > 0 || plan.fields.has(field) || (plan.embedded !== null && isEmbedded(plan.embedded, field));

/** Whether this is one of the fields that occur once for each value. */
export const isEmbedded = ({ before, after }: EmbeddedFields, field: string): boolean =>
  field.startsWith(before) && field.lastIndexOf(':') >= before.length && after.has(field.slice(field.lastIndexOf(':')));
