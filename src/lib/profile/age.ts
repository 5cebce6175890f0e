/** Decides whether a period has ended, and is old enough. */
import { periodEnd, type Period } from './period.js';
import type { Family } from './types.js';

export interface AgeRule {
  /** ms since the epoch. */
  now: number;
  utcOffset: number;
  /** ms by which periods may be later than their names say, because the offset is uncertain. */
  marginMs: number;
  olderThanMs: number | null;
  includeOpen: boolean;
}

/**
 * `old`: may be removed. `open`: the application still writes it. `kept`: a reader needs the newest periods. `young`: newer than
 * the requested age. `undated`: an age was requested, but the period has no date.
 */
export type Age = 'old' | 'open' | 'kept' | 'young' | 'undated';

export function ageOf({ grain, keep }: Family, period: Pick<Period, 'start'> | null, rule: AgeRule): Age {
  const { now, utcOffset, marginMs, olderThanMs, includeOpen } = rule;
  if (grain === 'none' || grain === 'total') return olderThanMs === null ? 'old' : 'undated';
  const start = period?.start ?? null;
  const end = start === null ? null : periodEnd(start, grain, utcOffset);
  if (start === null || end === null) return 'undated';
  if (keep && periodEnd(start, grain, utcOffset, keep.periods - 1)! + marginMs > now) return 'kept';
  if (end + marginMs > now && !includeOpen) return 'open';
  if (olderThanMs !== null && end + marginMs + olderThanMs > now) return 'young';
  return 'old';
}
