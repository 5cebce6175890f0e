import { DAY, HOUR, type Calendar } from './calendar.js';
import { LIFE } from './lifetimes.js';

/** One grain of the relay's counters, at one instant. */
export interface Period {
  /** The word that stands in key names. */
  word: 'hourly' | 'daily' | 'monthly';
  /** The placeholder that stands for the period. */
  slot: '{hour}' | '{date}' | '{month}';
  /** The placeholder's name and its text. */
  value: Record<string, string>;
  ttl: number;
  /** Index sets exist for days and hours of every dimension, for months of models only. */
  indexed: boolean;
}

const LONGEST_MONTH = 31 * DAY;

/** The periods of an instant, less those of which nothing can be left at `end`. */
export function periodsAt(calendar: Calendar, at: number, end: number): readonly Period[] {
  const periods: readonly (Period & { length: number })[] = [
    { word: 'hourly', slot: '{hour}', value: { hour: calendar.hour(at) }, ttl: LIFE.hourly, indexed: true, length: HOUR },
    { word: 'daily', slot: '{date}', value: { date: calendar.date(at) }, ttl: LIFE.daily, indexed: true, length: DAY },
    {
      word: 'monthly',
      slot: '{month}',
      value: { month: calendar.month(at) },
      ttl: LIFE.monthly,
      indexed: false,
      length: LONGEST_MONTH,
    },
  ];
  return periods.filter(({ length, ttl }) => at + length + ttl > end);
}
