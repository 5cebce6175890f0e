/** Names of keys: those of AIECS, with a prefix for each tenant, and a hash tag if wanted. */
import { TokenUsageError } from './failure.js';

export interface KeyOptions {
  /** Before every key, such as `tenant-7:`. Default: none. */
  prefix?: string;
  /** Puts the user's id into braces, so that all keys of a user are in one slot. AIECS itself does not find such keys. */
  hashTag?: boolean;
}

export interface PeriodOptions {
  /** Default: this machine's clock, in ms since the epoch. */
  now?: () => number;
  /** The application's offset from UTC. A function is asked at each call. Default: that of this process, as AIECS has it. */
  utcOffsetMinutes?: number | (() => number);
}

const LONGEST_USER = 512;
const LONGEST_CYCLE = 128;
const MINUTE_MS = 60_000;

/** The period of a call: the cycle as it was given, else the day. Throws a TokenUsageError (`input`). */
export function periodOf(cycle: string | undefined, { now = Date.now, utcOffsetMinutes }: PeriodOptions): string {
  if (cycle !== undefined) {
    if (cycle === '' || cycle.length > LONGEST_CYCLE || cycle.includes(':'))
      throw new TokenUsageError('input', `A cycle is a text of 1 to ${LONGEST_CYCLE} characters without a colon.`);
    return cycle;
  }
  const at = now();
  const offset =
    typeof utcOffsetMinutes === 'function' ? utcOffsetMinutes() : (utcOffsetMinutes ?? -new Date(at).getTimezoneOffset());
  return new Date(at + offset * MINUTE_MS).toISOString().slice(0, 10);
}

/** Throws a TokenUsageError (`input`) for an empty or very long id. */
export function usageKey(user: string, period: string, { prefix = '', hashTag = false }: KeyOptions): string {
  if (typeof user !== 'string' || user === '' || user.length > LONGEST_USER)
    throw new TokenUsageError('input', `A user's id is a text of 1 to ${LONGEST_USER} characters.`);
  return `${prefix}token_usage:${hashTag ? `{${user}}` : user}:${period}`;
}
