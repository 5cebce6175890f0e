import type { Limiter, LimiterRule } from '../../limiters.js';

export const LIST_RACE =
  'The length is read, tested and written in steps of their own: requests at once all see the old length, and all pass (a limit of 20 let 144 to 200 of 200 through).';

/** The checks of a list of times. The last case sets the TTL of a list again that it does not change. */
export const LIST_CHECKS: Limiter['checks'] = [
  { when: 'allowed', commands: ['LLEN', 'LPUSH', 'EXPIRE'], roundTrips: 3 },
  { when: 'allowed, list full', commands: ['LLEN', 'LINDEX', 'LPUSH', 'LTRIM', 'EXPIRE'], roundTrips: 5 },
  { when: 'denied', commands: ['LLEN', 'LINDEX', 'EXPIRE'], roundTrips: 3 },
];

export const LIST_ERRORS: Limiter['onError'] = {
  policy: 'closed',
  note: 'A failed read answers 500. Failed writes are ignored, so that a list may be left without a TTL.',
};

/** A limiter for each family of lists by address. `rules`: by the mark of its family. */
export function addressLists(rules: Readonly<Record<string, Omit<LimiterRule, 'name'>>>): Limiter[] {
  return Object.entries(rules).map(([name, rule]) => ({
    id: `address.${name.toLowerCase()}`,
    family: `ip-limit.${name.toLowerCase()}`,
    subject: 'ip',
    rules: [{ ...rule, name }],
    counting: { kind: 'list-log', times: 'local' },
    checks: LIST_CHECKS,
    race: LIST_RACE,
    denials: 'extend',
    onError: LIST_ERRORS,
  }));
}
