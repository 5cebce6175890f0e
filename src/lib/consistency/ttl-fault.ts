import { NO_PERIOD } from './group-table.js';

const HOUR_MS = 3_600_000;
/** Allowance for a wrong offset or an inaccurate clock in a period's start. */
const SLACK_MS = 26 * HOUR_MS;
/** Allowance because the server rounds, and its clock may be ahead. */
const CLOCK_MS = 60_000;

export type TtlFault = 'none' | 'unwanted' | 'long' | 'short';

/**
 * The fault of a key's TTL. `seconds`: the family's full TTL, 0: it varies, `null`: keys must not expire. `hours`: the period in
 * its name. `none`: the key should expire. `unwanted`: it should not. `short`: too short, because the last write in its period
 * set the full TTL.
 */
export function ttlFault(seconds: number | null, ttlMs: number, hours: number, nowMs: number): TtlFault | null {
  if (seconds === null) return ttlMs >= 0 ? 'unwanted' : null;
  if (ttlMs < 0) return 'none';
  if (seconds === 0) return null;
  if (ttlMs > seconds * 1000 + CLOCK_MS) return 'long';
  if (hours === NO_PERIOD) return null;
  const age = nowMs - hours * HOUR_MS;
  return ttlMs < seconds * 1000 - age - SLACK_MS ? 'short' : null;
}

/** Dates of the current day: with the assumed offset, and in UTC, in which an application without its own offset may run. */
export const openDays = (nowMs: number, utcOffset: number): string[] =>
  [nowMs + utcOffset * HOUR_MS, nowMs].map((time) => new Date(time).toISOString().slice(0, 10));
