/** When the figure of a limit began, and when it begins again. */
import type { LimitPeriod } from '../profile/limits.js';
import { calendarYearWeek, localWeekStart, periodText } from '../profile/period-text.js';
import type { PlaceholderKind } from '../profile/types.js';
import { labelOf, shifted, startOf, toInstant, toLocal } from '../usage/calendar.js';

/** Instants, ms since the epoch; `null`: no such time. */
export interface Span {
  from: number | null;
  to: number | null;
  /** The local start; `null` likewise. */
  localStart: number | null;
}

export const NO_SPAN: Span = { from: null, to: null, localStart: null };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The running day or month. */
export function calendarSpan(cut: 'day' | 'month', now: number, utcOffset: number): Span {
  const start = startOf(cut, toLocal(now, utcOffset));
  return spanOf(start, shifted(cut, start, 1), utcOffset);
}

/** The running week, which begins on a day (1 Monday to 7 Sunday) at an hour. */
export function weekSpan({ day, hour }: { day: number; hour: number }, now: number, utcOffset: number): Span {
  const start = localWeekStart({ day, hour }, toLocal(now, utcOffset));
  return spanOf(start, start + 7 * DAY_MS, utcOffset);
}

const spanOf = (start: number, end: number, utcOffset: number): Span => ({
  from: toInstant(start, utcOffset),
  to: toInstant(end, utcOffset),
  localStart: start,
});

/** The window that began at `start`; `null`: none is running. */
export function windowSpan(start: number, minutes: number, now: number): Span | null {
  const end = start + minutes * 60_000;
  return now >= end ? null : { from: start, to: end, localStart: null };
}

/** As the names of keys write the running period. */
export function periodInName(
  period: LimitPeriod,
  kind: PlaceholderKind,
  { localStart }: Span,
  { now, utcOffset }: { now: number; utcOffset: number },
): string {
  if (period.kind === 'week' && period.named === 'calendar-year') return calendarYearWeek(toLocal(now, utcOffset));
  if (localStart === null) return '';
  return periodText(kind, toInstant(localStart, utcOffset), utcOffset) ?? labelOf('day', localStart);
}

/** ISO 8601 with the offset; `null` stays. */
export function withOffset(instant: number | null, utcOffset: number): string | null {
  if (instant === null) return null;
  const hours = String(Math.abs(utcOffset)).padStart(2, '0');
  return `${new Date(toLocal(instant, utcOffset)).toISOString().slice(0, 19)}${utcOffset < 0 ? '-' : '+'}${hours}:00`;
}
