/** Whether `meter prune --hourly` has anything to do. */
import { ageOf } from '../../profile/age.js';
import { whyNever } from '../../profile/never.js';
import { periodStart } from '../../profile/period.js';
import type { FindingContext, ReportedFamily } from './context.js';

/** Of hours or minutes. */
export const isFine = ({ row }: ReportedFamily): boolean => row.grain === 'hour' || row.grain === 'minute';

export const hasPrunableHours = (context: FindingContext): boolean =>
  context.families.some((family) => isFine(family) && hasPrunable(family, context));

/** Whether a prune of this grain would take its oldest key. An index goes with what it lists. */
function hasPrunable({ owner, stats }: ReportedFamily, { clock }: FindingContext): boolean {
  if (!owner?.period || owner.family.role === 'index' || whyNever(owner.family) !== null || stats.oldest === null) return false;
  const { kind, zone } = owner.period.placeholder;
  const start = periodStart(kind, stats.oldest, zone === 'utc' ? 0 : clock.utcOffset);
  return ageOf(owner.family, start === null ? null : { start }, { ...clock, olderThanMs: null, includeOpen: false }) === 'old';
}
