/** What an application writes in a period, of the periods that are over: its level, how much it varies, and whether it changes. */
import type { RecordFamily } from './history/record.js';
import { slopeOf, weeklySlopeOf, type Place, type Slope } from './theil-sen.js';

type Written = NonNullable<RecordFamily['written']>;

const DAY_MS = 86_400_000;
/** Days of a period. */
const LENGTH: Readonly<Record<Written['per'], number>> = { day: 1, week: 7, month: 30.44 };

const WEEK = 7;
/** Two weeks, so that each day of the week counts as often. */
const LEVEL_DAYS = 14;
/** Fewer show no trend. */
const LEAST_FOR_TREND = 7;

export interface WriteRate {
  /** Keys a day: the mean of the last periods. */
  level: number;
  /** Days from the middle of these periods to the running one. */
  age: number;
  /** Change of the level a day. */
  trend: Slope;
  /** Days of the trend. */
  seen: number;
  /** Standard deviation of a period's keys a day, without the weekly cycle. */
  deviation: number;
  /** Standard deviation that the weekly cycle makes. */
  cycle: number;
  /** Days that the level is the mean of. */
  days: number;
  /** Keys of the newest periods by age in days, the newest first. */
  keys: readonly number[];
  /** Days of a period. */
  length: number;
}

/** How all that is written changes in a day, as a part of it. */
export type SharedTrend = Slope;

/** `activity`: keys that were written in all families on each of the last days, the newest first. `null`: too few days. */
export function sharedTrend(activity: readonly number[]): SharedTrend | null {
  const level = mean(activity);
  if (activity.length < 2 * WEEK || !(level > 0)) return null;
  const slope = weeklySlopeOf(activity.map((keys, index) => ({ x: -index, y: keys })));
  return slope && { value: slope.value / level, low: slope.low / level, high: slope.high / level };
}

/**
 * `writings`: of one family in the records of a history, the oldest first. `shared`: for a family of too few days. `null`: no period
 * is over.
 */
export function writeRateOf(writings: readonly Written[], shared: SharedTrend | null = null): WriteRate | null {
  const newest = writings.at(-1);
  if (newest === undefined || newest.keys.length === 0) return null;
  const length = LENGTH[newest.per];
  const series = newest.per === 'week' ? [...newest.keys] : joined(writings.filter(({ per }) => per === newest.per));
  const periods = Math.max(1, Math.min(series.length, newest.per === 'day' ? levelDays(series.length) : 3));
  const last = series.slice(0, periods);
  const level = mean(last) / length;
  const places = series.map((keys, index) => ({ x: -(index + 0.5) * length, y: keys / length }));
  return {
    level,
    age: (periods * length) / 2,
    trend: trendOf(series, places, length, shared && scaled(shared, level)),
    seen: series.length * length,
    ...scatterOf(series.slice(0, 2 * LEVEL_DAYS), length),
    days: periods * length,
    keys: newest.keys,
    length,
  };
}

/** Whole weeks where there are some. */
const levelDays = (days: number): number => (days >= LEVEL_DAYS ? LEVEL_DAYS : days >= 7 ? 7 : days);

function trendOf(series: readonly number[], places: readonly Place[], length: number, shared: Slope | null): Slope {
  const isConstant = series.every((keys) => keys === series[0]);
  if (isConstant && series.length > 1) return { value: 0, low: 0, high: 0 };
  if (length === 1 && series.length < 2 * WEEK && shared !== null) return shared;
  if (series.length < LEAST_FOR_TREND) return untold(series, length);
  const own = (length === 1 ? weeklySlopeOf(places) : null) ?? slopeOf(places)!;
  return shared === null ? own : together(own, shared);
}

/** Requests drive all families, so what all of them show narrows what one shows, unless they contradict each other. */
function together(own: Slope, shared: Slope): Slope {
  const [low, high] = [Math.max(own.low, shared.low), Math.min(own.high, shared.high)];
  return low > high ? own : { value: Math.min(high, Math.max(low, own.value)), low, high };
}

const scaled = ({ value, low, high }: Slope, by: number): Slope => ({ value: value * by, low: low * by, high: high * by });

/** Two weeks show which part of the scatter is the weekly cycle. */
function scatterOf(series: readonly number[], length: number): Pick<WriteRate, 'deviation' | 'cycle'> {
  const all = deviationOf(series) / length;
  if (length !== 1 || series.length < 2 * WEEK) return { deviation: all, cycle: 0 };
  const changes = series.slice(WEEK).map((keys, index) => keys - series[index]!);
  const deviation = Math.min(all, deviationOf(changes) / Math.SQRT2);
  return { deviation, cycle: Math.sqrt(all ** 2 - deviation ** 2) };
}

/** Few periods show no trend; it may be as steep as from the first to the last. */
function untold(series: readonly number[], length: number): Slope {
  const [least, most] = pair(series);
  const spread = most - least;
  const steepest = series.length < 2 ? 0 : spread / length / (series.length * length);
  return { value: 0, low: -steepest, high: steepest };
}

/** The least and the most. */
function pair(series: readonly number[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of series) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return [least, most];
}

/** One series of all records, the newest first, without gaps. A later record knows more of a period. */
function joined(writings: readonly Written[]): number[] {
  const byPlace = new Map<number, number>();
  for (const { per, newest, keys } of writings)
    for (const [index, count] of keys.entries())
      byPlace.set(placeOf(per, newest) - index, Math.max(count, byPlace.get(placeOf(per, newest) - index) ?? 0));
  const last = writings.at(-1)!;
  const series: number[] = [];
  for (let place = placeOf(last.per, last.newest); byPlace.has(place); place--) series.push(byPlace.get(place)!);
  return series;
}

const placeOf = (per: Written['per'], date: string): number =>
  per === 'month' ? Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) : Math.round(Date.parse(date) / DAY_MS);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
