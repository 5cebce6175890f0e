/** Commands a day that the server has processed, of all clients: between two audits, or since its start. */
import type { HistoryRecord } from './history/record.js';
import type { Range } from './model.js';
import { exactRange, sound } from './range.js';
import { scatterOf, slopeOf, weeklySlopeOf } from './theil-sen.js';

const DAY_S = 86_400;
/** A server that has just started says nothing. */
const LEAST_S = 3_600;

export interface Rate {
  /** Days from the newest record, 0 or less. */
  x: number;
  perDay: number;
}

/** One rate for each record, or for the time before it; `null`: unknown. */
export function commandRates(records: readonly HistoryRecord[]): (number | null)[] {
  return records.map((record, index) => {
    const { commands, uptimeSeconds } = record;
    if (commands === null || uptimeSeconds === null) return null;
    const before = records[index - 1];
    const seconds = before === undefined ? 0 : (Date.parse(record.at) - Date.parse(before.at)) / 1000;
    // The counter goes on unless the server has started since.
    if (before?.commands != null && seconds >= LEAST_S && uptimeSeconds >= seconds && commands >= before.commands)
      return ((commands - before.commands) / seconds) * DAY_S;
    return uptimeSeconds >= LEAST_S ? (commands / uptimeSeconds) * DAY_S : null;
  });
}

/** A weekly cycle is seen in two weeks. */
const WEEK = 7;

/** `activity`: keys that were written on each of the last days, the newest first. `null`: no rate is known. */
export function commandsForecast(rates: readonly Rate[], activity: readonly number[]): ((days: number) => Range) | null {
  const last = rates.at(-1);
  if (last === undefined) return null;
  const places = rates.map(({ x, perDay }) => ({ x, y: perDay }));
  const slope = rates.length < LEAST_RATES ? null : (weeklySlopeOf(places) ?? slopeOf(places));
  if (slope === null) return () => exactRange(last.perDay);
  const isSure = rates.length >= 2 * WEEK && (slope.low > 0 || slope.high < 0);
  const line = isSure ? slope.value : 0;
  const level = mean(places.slice(-WEEK).map(({ x, y }) => y - line * x));
  const scatter = scatterOf([...places, { x: 0, y: level }], line);
  const [least, most] = cycleOf(activity, Math.min(WEEK, rates.length));
  return (days) =>
    sound({
      value: level + line * days,
      low: Math.min(level - scatter, level * least) + Math.min(slope.low, line) * days,
      high: Math.max(level + scatter, level * most) + Math.max(slope.high, line) * days,
    });
}

const LEAST_RATES = 3;

/** The quietest and the busiest day against the mean of the days that have rates: commands follow what is written. */
function cycleOf(activity: readonly number[], days: number): [number, number] {
  const known = mean(activity.slice(0, days));
  let [least, most] = [1, 1];
  if (!(known > 0)) return [least, most];
  for (const keys of activity) [least, most] = [Math.min(least, keys / known), Math.max(most, keys / known)];
  return [least, most];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Keys that were written on each of the last days, in all families. */
export function activityOf({ families }: HistoryRecord): number[] {
  const days: number[] = [];
  for (const { written } of families)
    if (written?.per === 'day') for (const [index, keys] of written.keys.entries()) days[index] = (days[index] ?? 0) + keys;
  // Families whose keys expire earlier are in the newest days only.
  const longest = families.flatMap(({ written }) =>
    written?.per === 'day' && written.keys.length === days.length ? [written.keys] : [],
  );
  return days.map((_, index) => longest.reduce((sum, keys) => sum + keys[index]!, 0));
}
