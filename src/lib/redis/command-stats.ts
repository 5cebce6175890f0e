import { parsePairs, type Info } from './info.js';

/** The server's counters for one command since its statistics started. */
export interface CommandStat {
  /** Completed calls, including failed ones. */
  calls: number;
  /** Mean microseconds per call. */
  usecPerCall: number;
  /**
   * `failed`: calls that ran and returned an error. `rejected`: calls refused before they ran. `null`: not reported (before Redis
   * 6.2).
   */
  failed: number | null;
  rejected: number | null;
}

/** INFO commandstats, by lower-case command; a subcommand follows `|`. */
export function commandStatsIn(info: Info): Map<string, CommandStat> {
  const stats = new Map<string, CommandStat>();
  for (const [field, value] of info.get('commandstats') ?? []) {
    const name = /^cmdstat_(.{1,80})$/.exec(field)?.[1]?.toLowerCase();
    const pairs = parsePairs(value);
    const number = (of: string): number | null => (/^\d+(?:\.\d+)?$/.test(pairs.get(of) ?? '') ? Number(pairs.get(of)) : null);
    const calls = number('calls');
    if (name === undefined || calls === null) continue;
    const failures = { failed: number('failed_calls'), rejected: number('rejected_calls') };
    stats.set(name, { calls, usecPerCall: number('usec_per_call') ?? 0, ...failures });
  }
  return stats;
}

/** INFO errorstats: error counts by their first word, such as `NOSCRIPT`. Empty when the server does not report them. */
export function errorsIn(info: Info): Map<string, number> {
  const errors = new Map<string, number>();
  for (const [field, value] of info.get('errorstats') ?? []) {
    const name = /^errorstat_([A-Z][A-Z0-9_]{0,39})$/.exec(field)?.[1];
    const count = Number(parsePairs(value).get('count'));
    if (name !== undefined && Number.isSafeInteger(count) && count > 0) errors.set(name, count);
  }
  return errors;
}
