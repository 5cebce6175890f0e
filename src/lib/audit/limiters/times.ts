/** Times in the lists of limiters, as Go writes them: `2026-11-20T14:03:11.000Z`, in UTC or, in spite of the Z, in local time. */

import type { TtlPolicy } from '../../profile/types.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** Clocks of servers differ by less. */
export const CLOCKS_DIFFER_MS = 60_000;

const QUARTER_MS = 900_000;
/** The TTL is set a moment after the time was taken, and times have whole seconds. */
const NEAR_MS = 3_000;
/** Local times are at most this far from UTC. */
const FURTHEST_MS = 14 * 3_600_000;

/** In ms as if it were UTC; `null`: the application cannot read it either. */
export function parseListTime(text: string): number | null {
  if (!TIME.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** The newest entry of a list, and when its TTL was set last. Both in ms, `newest` in the application's time. */
export interface ListTimes {
  newest: number;
  setAt: number;
}

/**
 * How far the application's time is ahead of UTC, in ms. A request that is allowed writes the time and sets the TTL in one go, so
 * that both tell the same moment; a denied one only sets the TTL. `null`: no list was written by its last request.
 */
export function localOffset(lists: readonly ListTimes[]): number | null {
  const votes = new Map<number, number>();
  for (const { newest, setAt } of lists) {
    const ahead = newest - setAt;
    const offset = Math.round(ahead / QUARTER_MS) * QUARTER_MS;
    if (Math.abs(ahead - offset) > NEAR_MS || Math.abs(offset) > FURTHEST_MS) continue;
    votes.set(offset, (votes.get(offset) ?? 0) + 1);
  }
  const [best] = [...votes].toSorted(([a, one], [b, other]) => other - one || b - a);
  return best?.[0] ?? null;
}

/** True if a request that was denied set the TTL after the newest entry was written. */
export const wasExtended = ({ newest, setAt }: ListTimes, offsetMs: number): boolean => setAt - (newest - offsetMs) > NEAR_MS;

/** The TTL that each request sets, in ms: that of the family, or the window in seconds. `null`: unknown. */
export function fullTtlMs(ttl: TtlPolicy, window: number | null): number | null {
  const seconds = ttl.expires ? (ttl.seconds ?? window) : null;
  return seconds === null ? null : seconds * 1000;
}
