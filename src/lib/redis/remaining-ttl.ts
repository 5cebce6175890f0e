import type { Reply } from './resp.js';

/** Well below 2^63, because PEXPIRE adds the current time to the TTL that it receives. */
const LATEST_MS = 9.2e18;

/** Milliseconds from a PTTL reply, including -1 and -2; `null`: not a number. TTLs of more than 15 digits arrive as `bigint`. */
export function remainingTtl(reply: Reply | undefined): number | null {
  if (typeof reply === 'bigint') return Number(reply);
  return typeof reply === 'number' ? reply : null;
}

/** When a key expires, in ms since the epoch, from a PTTL reply at `now`; `null`: the key does not expire. */
export function expiryTime(reply: Reply | undefined, now: number): number | null {
  const left = remainingTtl(reply);
  return left === null || left < 0 ? null : Math.min(now + left, LATEST_MS);
}
