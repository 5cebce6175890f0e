import type { Reply } from './resp.js';

/** Below 2^63 by more than any clock shows: PEXPIRE takes the time that is left, and adds the present to it. */
const LATEST_MS = 9.2e18;

/** Milliseconds that PTTL answers, -1 and -2 among them; `null`: it is no number. Lives of more than 15 digits come as `bigint`. */
export function remainingLife(reply: Reply | undefined): number | null {
  if (typeof reply === 'bigint') return Number(reply);
  return typeof reply === 'number' ? reply : null;
}

/** When a key's life ends, in ms since the epoch, by what PTTL answered at `now`; `null`: the key stays. */
export function endOfLife(reply: Reply | undefined, now: number): number | null {
  const left = remainingLife(reply);
  return left === null || left < 0 ? null : Math.min(now + left, LATEST_MS);
}
