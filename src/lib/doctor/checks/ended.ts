import { skipped } from '../check.js';
import type { DoctorFacts } from '../facts.js';
import type { Check, CheckId } from '../model.js';

/** The run ended before this was asked. */
export const endedSkip = (id: CheckId, { ended }: Pick<DoctorFacts, 'ended'>): Check =>
  skipped(id, { code: 'ended', params: { why: ended ?? 'unknown' } });
