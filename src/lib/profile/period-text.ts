/** Formats instants as applications write them into key names: the inverse of `periodStart`. */
import type { PlaceholderKind } from './types.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The period that contains the instant (ms since the epoch); `null`: the kind is not a period. */
export function periodText(kind: PlaceholderKind, instant: number, utcOffset: number): string | null {
  const local = new Date(instant + utcOffset * HOUR_MS);
  const iso = local.toISOString();
  switch (kind) {
    case 'month':
      return iso.slice(0, 7);
    case 'date':
      return iso.slice(0, 10);
    case 'hour':
      return `${iso.slice(0, 10)}:${iso.slice(11, 13)}`;
    // `week-start` also accepts a week; the start of a week is written as an hour.
    case 'date-hour':
    case 'week-start':
      return iso.slice(0, 13);
    case 'week':
      return weekText(local);
    case 'minute':
      return String(Math.floor(instant / 60_000));
    default:
      return null;
  }
}

/** An ISO week belongs to the year of its Thursday. */
function weekText(local: Date): string {
  const day = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  const thursday = new Date(day + (3 - ((local.getUTCDay() + 6) % 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Counts from the year of the Thursday with the time of day, which is one too many in years that begin on a Friday. */
export function calendarYearWeek(local: number): string {
  const date = new Date(local);
  const thursday = local + (4 - (date.getUTCDay() || 7)) * DAY_MS;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  const week = Math.ceil(((thursday - newYear) / DAY_MS + 1) / 7);
  return `${date.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** The local start of the week that contains a local time. It begins on a day (1 Monday to 7 Sunday) at an hour. */
export function localWeekStart({ day, hour }: { day: number; hour: number }, local: number): number {
  // Moved back by the hour, weeks begin at midnight.
  const moved = local - hour * HOUR_MS;
  const isoDay = new Date(moved).getUTCDay() || 7;
  return Math.floor(moved / DAY_MS) * DAY_MS - ((isoDay - day + 7) % 7) * DAY_MS + hour * HOUR_MS;
}
