import { checkInteger, makeRule, type Rule, type RuleOptions } from '../rule.js';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

export interface ListLogOptions extends RuleOptions {
  /**
   * The application's offset from UTC in minutes, because entries are local time. A function is asked at each check, as for a
   * zone with summer time: `() => -new Date().getTimezoneOffset()`. Default: 0.
   */
  utcOffsetMinutes?: number | (() => number);
}

/**
 * An exact sliding log in a list: the key and the entries of new-api's first limiters and of one-api, in one step. Old and new
 * processes may use one list at the same time. Never more than the limit passes in any window, and no request is denied that fits.
 */
export function listLog({ utcOffsetMinutes = 0, ...options }: ListLogOptions): Rule {
  const offsetMs = (): number => {
    const minutes = typeof utcOffsetMinutes === 'function' ? utcOffsetMinutes() : utcOffsetMinutes;
    checkInteger('utcOffsetMinutes', minutes, -DAY_MINUTES, DAY_MINUTES);
    return minutes * MINUTE_MS;
  };
  if (typeof utcOffsetMinutes !== 'function') offsetMs();
  return makeRule('listLog', options, { extra: offsetMs });
}
