/** Shares of a limit or a budget that are reported once they are used, each with a level. */
import { compare, times, type Decimal } from '../format/decimal.js';

export const LEVELS = ['info', 'warning', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

export interface Threshold {
  /** 100: all of it. At most two decimals. */
  percent: number;
  level: Level;
}

export const USUAL_THRESHOLDS: readonly Threshold[] = [
  { percent: 80, level: 'info' },
  { percent: 95, level: 'warning' },
  { percent: 100, level: 'critical' },
];

const MOST = 10;
const ONE = /^(\d{1,5}(?:\.\d{1,2})?) ?%?(?::(info|warning|critical))?$/;

/**
 * Parses `80`, `80,95,100` or `50:info,90:critical`, in ascending order. Without levels the highest is critical, the one below it
 * is a warning, and the others are info. `null`: these are no thresholds.
 */
export function parseThresholds(text: string): Threshold[] | null {
  const parts = text.split(',').map((part) => ONE.exec(part.trim()));
  const given = parts.map((found) => ({ percent: Number(found?.[1] ?? 0), level: found?.[2] as Level | undefined }));
  const isWrong = given.some(({ percent }) => percent === 0);
  if (isWrong || given.length > MOST || new Set(given.map(({ percent }) => percent)).size < given.length) return null;
  const ascending = given.toSorted((a, b) => a.percent - b.percent);
  return ascending.map(({ percent, level }, at) => ({ percent, level: level ?? usualLevel(ascending.length - 1 - at) }));
}

/** `above`: number of higher thresholds. */
const usualLevel = (above: number): Level => LEVELS[Math.max(0, LEVELS.length - 1 - above)]!;

/** The highest threshold that is used; `null`: none. Exact. `margin`: percentage points by which each is lowered. */
export function thresholdAt(
  thresholds: readonly Threshold[],
  { used, allowed }: { used: Decimal; allowed: Decimal },
  margin = 0,
): Threshold | null {
  return (
    thresholds.findLast(({ percent }) => compare(times(used, 10_000n), times(allowed, hundredths(percent - margin))) >= 0) ?? null
  );
}

const hundredths = (percent: number): bigint => BigInt(Math.round(percent * 100));

export const isAtLeast = (level: Level, other: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(other);
