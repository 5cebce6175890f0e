import { NO_PERIOD } from './group-table.js';

const HOUR_MS = 3_600_000;
/** What a wrong offset, or a clock that is off, may do to a period's start. */
const SLACK_MS = 26 * HOUR_MS;
/** The server rounds, and its clock may run ahead of ours. */
const CLOCK_MS = 60_000;

export type LifeFault = 'none' | 'unwanted' | 'long' | 'short';

/**
 * What is wrong with a key's remaining life. `seconds`: its family's whole life, 0 where it varies, `null` where keys stay; `hours`: the
 * period of its name. `none`: it should expire. `unwanted`: it should stay. `short`: it was written in its period, when its life began anew.
 */
export function lifeFault(seconds: number | null, ttlMs: number, hours: number, nowMs: number): LifeFault | null {
  if (seconds === null) return ttlMs >= 0 ? 'unwanted' : null;
  if (ttlMs < 0) return 'none';
  if (seconds === 0) return null;
  if (ttlMs > seconds * 1000 + CLOCK_MS) return 'long';
  if (hours === NO_PERIOD) return null;
  const age = nowMs - hours * HOUR_MS;
  return ttlMs < seconds * 1000 - age - SLACK_MS ? 'short' : null;
}

/** Dates of the open day: by the offset that is assumed, and in UTC, which an application without an offset of its own may run in. */
export const openDays = (nowMs: number, utcOffset: number): string[] =>
  [nowMs + utcOffset * HOUR_MS, nowMs].map((time) => new Date(time).toISOString().slice(0, 10));
