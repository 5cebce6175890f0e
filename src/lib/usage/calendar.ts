/**
 * Periods in the application's own time. An instant here is "local": milliseconds since the epoch plus the application's offset,
 * so that its UTC fields are the application's calendar.
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Periods that keys are written for, from fine to coarse. */
export const GRAINS = ['minute', 'hour', 'day', 'month'] as const;
export type TimeGrain = (typeof GRAINS)[number];

/** Periods that rows can be made of. */
export const CUTS = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type Cut = (typeof CUTS)[number];

const LENGTH_MS = { minute: 60_000, hour: HOUR_MS, day: DAY_MS } as const;

/** Local instants; the end is exclusive. */
export interface Range {
  from: number;
  to: number;
}

/** One period of one grain. */
export interface Segment extends Range {
  grain: TimeGrain;
}

export const toLocal = (instant: number, utcOffset: number): number => instant + utcOffset * HOUR_MS;
export const toInstant = (local: number, utcOffset: number): number => local - utcOffset * HOUR_MS;

/** Start of the period that contains the local instant. `weekStart`: 1 Monday to 7 Sunday. */
export function startOf(cut: Cut, local: number, weekStart = 1): number {
  if (cut === 'month') return shiftedMonth(local, 0);
  if (cut !== 'week') return Math.floor(local / LENGTH_MS[cut]) * LENGTH_MS[cut];
  const day = startOf('day', local);
  // 1 January 1970 was a Thursday.
  const weekday = ((day / DAY_MS + 3) % 7) + 1;
  return day - ((weekday - weekStart + 7) % 7) * DAY_MS;
}

/** Start of the period `count` periods after that which starts at `start`; before it for negative counts. */
export function shifted(cut: Cut, start: number, count: number): number {
  if (cut === 'month') return shiftedMonth(start, count);
  return start + count * (cut === 'week' ? 7 * DAY_MS : LENGTH_MS[cut]);
}

function shiftedMonth(local: number, months: number): number {
  const date = new Date(local);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

/** The next finer grain, for a period that must be read in parts. */
export const finerThan = (grain: TimeGrain): TimeGrain | null => GRAINS[GRAINS.indexOf(grain) - 1] ?? null;

/** The grain of the keys that make up a row. */
export const grainOf = (cut: Cut): TimeGrain => (cut === 'week' ? 'day' : cut);

/**
 * The range as the coarsest whole periods, none coarser than `coarsest`. A period that is not over counts as whole if the range
 * extends to now, because the rest of it is still empty.
 */
export function coverOf({ from, to }: Range, coarsest: TimeGrain, now: number): Segment[] {
  const usable = GRAINS.slice(0, GRAINS.indexOf(coarsest) + 1).toReversed();
  const segments: Segment[] = [];
  for (let at = from; at < to;) {
    const isWhole = (each: TimeGrain): boolean => startOf(each, at) === at && (to > now || shifted(each, at, 1) <= to);
    const grain = usable.find(isWhole) ?? 'minute';
    const end = shifted(grain, at, 1);
    segments.push({ grain, from: at, to: end });
    at = end;
  }
  return segments;
}

/** A whole period in parts of the grain below it. */
export function partsOf({ from, to }: Range, grain: TimeGrain): Segment[] {
  const parts: Segment[] = [];
  for (let at = from; at < to;) {
    const end = shifted(grain, at, 1);
    parts.push({ grain, from: at, to: end });
    at = end;
  }
  return parts;
}

/** `2026-11`, `2026-11-20` (also of a week, its first day), `2026-11-20 03:00`. */
export function labelOf(cut: Cut, start: number): string {
  const iso = new Date(start).toISOString();
  if (cut === 'month') return iso.slice(0, 7);
  if (cut === 'day' || cut === 'week') return iso.slice(0, 10);
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/** A local instant without its seconds: `2026-11-20T03:00`. */
export const localText = (local: number): string => new Date(local).toISOString().slice(0, 16);
