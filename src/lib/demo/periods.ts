import { DAY, HOUR } from './calendar.js';
import { LIFE } from './lifetimes.js';

/** One grain of the relay's counters. */
export interface Period {
  /** The word in key names. */
  word: 'hourly' | 'daily' | 'monthly';
  /** The placeholder of the period. */
  slot: '{hour}' | '{date}' | '{month}';
  ttl: number;
  /** Index sets exist for days and hours of every dimension, and for months of models only. */
  indexed: boolean;
  /** Maximum length in ms. */
  length: number;
}

const PERIODS: readonly Period[] = [
  { word: 'hourly', slot: '{hour}', ttl: LIFE.hourly, indexed: true, length: HOUR },
  { word: 'daily', slot: '{date}', ttl: LIFE.daily, indexed: true, length: DAY },
  { word: 'monthly', slot: '{month}', ttl: LIFE.monthly, indexed: false, length: 31 * DAY },
];

/** The periods of an instant, without those whose keys have expired by `end`. */
export const periodsAt = (at: number, end: number): readonly Period[] =>
  PERIODS.filter(({ length, ttl }) => at + length + ttl > end);

/** Creates one value per grain. */
export const byPeriod = <T>(make: (period: Period) => T): ReadonlyMap<Period, T> =>
  new Map(PERIODS.map((period) => [period, make(period)]));
