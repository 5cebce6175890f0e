/** Whether `meter prune --hourly` has anything to do. */
import { ageOf } from '../../profile/age.js';
import { whyNever } from '../../profile/never.js';
import { periodStart } from '../../profile/period.js';
import type { HeldFamily, ServerContext } from './context.js';

export const hasPrunableHours = (context: ServerContext): boolean =>
  context.families.some((family) => family.row.grain === 'hour' && hasPrunable(family, context));

/** True when it would remove the oldest key of the family. An index is removed with the keys that it lists. */
function hasPrunable({ owner, stats }: HeldFamily, { clock }: ServerContext): boolean {
  if (!owner?.period || owner.family.role === 'index' || whyNever(owner.family) !== null || stats.oldest === null) return false;
  const { kind, zone } = owner.period.placeholder;
  const start = periodStart(kind, stats.oldest, zone === 'utc' ? 0 : clock.utcOffset);
  return ageOf(owner.family, start === null ? null : { start }, { ...clock, olderThanMs: null, includeOpen: false }) === 'old';
}
