/**
 * The keys and bytes of one family on a later day. No straight line goes through keys with a TTL: those with a period rise to what is
 * written in one TTL and stay, and others with a TTL rise for one TTL at most.
 */
import type { RecordFamily } from './history/record.js';
import { HORIZON_DAYS } from './horizon.js';
import type { FamilyGrowth, FamilyKind, Range } from './model.js';
import { exactRange, sound, times } from './range.js';
import { scatterOf, slopeOf, type Place, type Slope } from './theil-sen.js';
import { writeRateOf, type SharedTrend, type WriteRate } from './write-rate.js';

const DAY_S = 86_400;
const Z = 2;

/** A family in one record. */
export interface FamilyPoint {
  /** Days from the newest record, 0 or less. */
  x: number;
  row: RecordFamily;
}

export interface FamilyForecast {
  id: string;
  kind: FamilyKind;
  now: RecordFamily;
  /** False: one audit does not show its growth. */
  isKnown: boolean;
  perDay: Range | null;
  level: number | null;
  levelInDays: number | null;
  keys: (days: number) => Range;
  /** `null`: sizes are unknown. */
  bytes: ((days: number) => Range) | null;
}

/** `points`: the oldest first; the last is of the newest record. */
export function forecastOf(points: readonly FamilyPoint[], shared: SharedTrend | null = null): FamilyForecast {
  const now = points.at(-1)!.row;
  const rate =
    now.written === undefined
      ? null
      : writeRateOf(
          points.flatMap(({ row }) => row.written ?? []),
          shared,
        );
  return rate === null ? byTrend(points, now) : byPeriods(points, now, rate);
}

function byPeriods(points: readonly FamilyPoint[], now: RecordFamily, rate: WriteRate): FamilyForecast {
  const ttl = now.expires === true && now.ttl !== undefined ? now.ttl / DAY_S : Infinity;
  const keys = (days: number): Range => sound(addedTo(survivors(now, rate, ttl, days), written(rate, ttl, days)));
  const perDay = sound({
    value: rate.level,
    low: rate.level - Z * rate.deviation * Math.sqrt(1 / Math.max(1, rate.days)),
    high: rate.level + Z * rate.deviation * Math.sqrt(1 / Math.max(1, rate.days)),
  });
  const size = sizeRange(points);
  const level = Number.isFinite(ttl) ? rate.level * ttl : null;
  return {
    id: now.id,
    kind: 'periods',
    now,
    isKnown: true,
    perDay,
    level,
    levelInDays: level === null ? null : daysUntil(keys, level, ttl),
    keys,
    bytes: size === null ? null : (days) => times(keys(days), size),
  };
}

const addedTo = (number: number, { value, low, high }: Range): Range => ({
  value: number + value,
  low: number + low,
  high: number + high,
});

/** Keys of today that are still there then. Those of the newest periods are known by their age. */
function survivors({ keys }: RecordFamily, rate: WriteRate, ttl: number, days: number): number {
  if (ttl === Infinity) return keys;
  const closed = rate.keys.reduce((sum, count) => sum + count, 0);
  const span = rate.keys.length * rate.length;
  // Keys of the running period, and older ones than the periods that are known.
  const rest = Math.max(0, keys - closed);
  const running = Math.min(rest, rate.level * rate.length);
  const older = rest - running;
  const left = rate.keys.reduce((sum, count, index) => sum + ((index + 0.5) * rate.length + days < ttl ? count : 0), 0);
  // Older ones were written as fast, so they are not older than this.
  const oldest = Math.max(1, Math.min(ttl - span, rate.level > 0 ? older / rate.level : Infinity));
  const stays = Math.min(1, Math.max(0, (ttl - span - days) / oldest));
  return left + (days < ttl ? running : 0) + older * stays;
}

/** Keys that are written from now on and are still there then. */
function written(
  { level, age, trend, deviation, cycle, days: known, length, seen }: WriteRate,
  ttl: number,
  days: number,
): Range {
  const span = Math.min(days, ttl);
  // From the middle of the known periods to the middle of these days.
  const ahead = age + days - span / 2;
  const isSure = trend.low > 0 || trend.high < 0;
  const noise =
    Z * deviation * Math.sqrt(length) * Math.sqrt(1 / Math.max(1, known) + 1 / Math.max(1, span)) +
    // Days beyond whole weeks.
    (span % 7 === 0 ? 0 : (Z * cycle) / Math.max(1, span));
  // What is not yet written of a month, or is written at its beginning.
  const edge = length > 1 ? level * length : 0;
  return {
    // A trend is followed for as long as it has been seen; the range is that of one that goes on.
    value: span * Math.max(0, level + (isSure ? trend.value * Math.min(ahead, seen) : 0)),
    low: span * Math.max(0, level + Math.min(0, trend.low) * ahead - noise) - edge,
    high: span * Math.max(0, level + Math.max(0, trend.high) * ahead + noise) + edge,
  };
}

/** Days until the keys have come within a hundredth of their level: one TTL, where that is beyond the horizon. */
function daysUntil(keys: (days: number) => Range, level: number, ttl: number): number {
  for (let days = 0; days < Math.min(Math.ceil(ttl), HORIZON_DAYS); days++)
    if (Math.abs(keys(days).value - level) <= level / 100 + 1) return days;
  return Math.ceil(ttl);
}

/** Bytes a key, as they were. `null`: unknown. */
function sizeRange(points: readonly FamilyPoint[]): Range | null {
  const { bytes, keys, half = 0 } = points.at(-1)!.row;
  if (bytes === undefined) return null;
  if (keys === 0) return exactRange(0);
  const value = bytes / keys;
  let [low, high] = [(bytes - half) / keys, (bytes + half) / keys];
  for (const { row } of points.slice(-30)) {
    if (row.bytes === undefined || row.keys === 0) continue;
    low = Math.min(low, row.bytes / row.keys);
    high = Math.max(high, row.bytes / row.keys);
  }
  return sound({ value, low, high });
}

function byTrend(points: readonly FamilyPoint[], now: RecordFamily): FamilyForecast {
  const isExpiring = now.expires === true;
  const longest = isExpiring ? (now.ttl ?? 0) / DAY_S : Infinity;
  const keys = trendOf(
    points.map(({ x, row }) => ({ x, y: row.keys })),
    longest,
    0,
  );
  const sized = points.flatMap(({ x, row }) => (row.bytes === undefined ? [] : [{ x, y: row.bytes }]));
  const bytes = now.bytes === undefined ? null : trendOf(sized, longest, now.half ?? 0);
  return {
    id: now.id,
    kind: isExpiring ? 'expiring' : 'permanent',
    now,
    isKnown: keys.slope !== null,
    perDay: keys.slope,
    level: isExpiring && keys.slope !== null ? keys.at(longest).value : null,
    levelInDays: isExpiring && keys.slope !== null ? (keys.slope.value === 0 ? 0 : longest) : null,
    keys: keys.at,
    bytes: bytes === null ? null : bytes.at,
  };
}

/** A line from the newest point, for `longest` days at most. One point alone stays as it is. */
function trendOf(places: readonly Place[], longest: number, half: number): { slope: Slope | null; at: (days: number) => Range } {
  const last = places.at(-1)!;
  const slope = places.length < 3 ? null : slopeOf(places);
  if (slope === null) return { slope, at: () => sound({ value: last.y, low: last.y - half, high: last.y + half }) };
  const isSure = !(slope.low < 0 && slope.high > 0);
  const line = isSure ? slope.value : 0;
  const scatter = Math.max(half, scatterOf(places, line));
  // A slope over a short time is as uncertain as the scatter over that time.
  const span = Math.max(1, last.x - places[0]!.x);
  const unsure = (2 * scatter) / span;
  return {
    slope,
    at: (days) => {
      const ahead = Math.min(days, longest);
      return sound({
        value: last.y + line * ahead,
        // What expires may stop growing at any time.
        low: last.y + (Math.min(slope.low, line, longest === Infinity ? Infinity : 0) - unsure) * ahead - scatter,
        high: last.y + (Math.max(slope.high, line) + unsure) * ahead + scatter,
      });
    },
  };
}

/** The figures of a family after `days`. */
export const growthOf = (forecast: FamilyForecast, days: number): FamilyGrowth => ({
  id: forecast.id,
  profile: forecast.now.profile ?? null,
  kind: forecast.kind,
  keys: forecast.now.keys,
  bytes: forecast.now.bytes ?? null,
  perDay: forecast.perDay,
  level: forecast.level,
  levelInDays: forecast.levelInDays,
  keysThen: forecast.keys(days),
  bytesThen: forecast.bytes?.(days) ?? null,
});
