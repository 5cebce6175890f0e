import type { Limiter, LimiterRule } from '../../limiters.js';

const ON_ERROR: Limiter['onError'] = {
  policy: 'closed',
  note: 'API keys are in the same Redis: an error refuses the request.',
};

const windowed = (what: string, rule: LimiterRule, race: string, recorded: readonly string[]): Limiter => ({
  id: `window.${what}`,
  family: `rate-limit.${what}`,
  subject: 'keyId',
  rules: [rule],
  counting: { kind: 'started-window', start: 'rate-limit.window' },
  // The start of the window and the three counters are read whichever of them are limited.
  checks: [
    { when: 'allowed', commands: ['GET', 'GET', 'GET', 'GET', 'INCR', ...recorded], roundTrips: 5 + recorded.length },
    {
      when: 'first of a window',
      commands: ['GET', 'SET', 'SET', 'SET', 'SET', 'GET', 'GET', 'GET', 'INCR', ...recorded],
      roundTrips: 6 + recorded.length,
    },
    { when: 'denied', commands: ['GET', 'GET', 'GET', 'GET'], roundTrips: 4 },
  ],
  race,
  denials: 'nothing',
  onError: ON_ERROR,
  faults: ['Counters whose window ends during a request are created again without a TTL. They count nothing.'],
});

const AFTER = 'It is tested before a request and recorded after the answer: all requests that run at once pass.';

const slots: Pick<Limiter, 'counting' | 'checks' | 'denials' | 'onError' | 'faults'> = {
  counting: { kind: 'leases' },
  checks: [
    {
      when: 'allowed, with the release of the slot',
      commands: ['EVAL', 'EVAL'],
      inScript: ['ZREMRANGEBYSCORE', 'ZADD', 'ZCARD', 'PEXPIRE', 'ZREM', 'ZREMRANGEBYSCORE', 'ZCARD', 'DEL'],
      roundTrips: 2,
    },
  ],
  denials: 'nothing',
  onError: ON_ERROR,
  faults: ['The slots of a killed process count until their leases end.'],
};

/** By the library rate-limiter-flexible. */
const logins = (id: string, family: string, rule: LimiterRule): Limiter => ({
  id,
  family,
  subject: 'ip',
  rules: [{ ...rule, fixed: true }],
  counting: { kind: 'fixed-window' },
  checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['SET', 'INCRBY', 'PTTL'], roundTrips: 1 }],
  denials: 'count',
  onError: ON_ERROR,
  faults: ['Up to twice the limit passes around the end of a window.'],
  since: '1.1.125',
});

export const limiters: readonly Limiter[] = [
  windowed(
    'requests',
    { name: 'window-requests', title: 'requests per window', limit: 'window-requests' },
    'The counter is read, tested and raised in steps of their own: requests at once all see the old value.',
    [],
  ),
  windowed('tokens', { name: 'window-tokens', title: 'tokens per window', limit: 'window-tokens' }, AFTER, ['INCRBY']),
  {
    ...windowed('cost', { name: 'window-cost', title: 'cost per window', limit: 'window-cost' }, AFTER, ['INCRBYFLOAT']),
    since: '1.1.122',
  },
  {
    ...slots,
    id: 'slots.key',
    family: 'concurrency.key',
    subject: 'keyId',
    rules: [{ name: 'concurrency', title: 'requests at once', limit: 'concurrency' }],
    // Older releases keep a plain counter.
    since: '1.1.157',
  },
  {
    ...slots,
    id: 'slots.account',
    family: 'concurrency.account',
    subject: 'accountId',
    rules: [{ name: 'account-concurrency', title: 'requests at once of a console account', limit: 'account-concurrency' }],
    since: '1.1.190',
  },
  logins('login', 'limiter.login', { name: 'login', title: 'sign-ins of users', capacity: 30, window: 900 }),
  logins('login-strict', 'limiter.login-strict', {
    name: 'login-strict',
    title: 'sign-ins of users',
    capacity: 100,
    window: 3600,
  }),
];
