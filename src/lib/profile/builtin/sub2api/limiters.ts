import type { Limiter } from '../../limiters.js';

const slotChecks: Limiter['checks'] = [
  {
    when: 'allowed, with the release of the slot',
    commands: ['EVALSHA', 'ZADD', 'ZREM', 'TIME', 'ZREMRANGEBYSCORE', 'ZCARD', 'GET', 'ZADD'],
    inScript: ['TIME', 'ZREMRANGEBYSCORE', 'ZREMRANGEBYSCORE', 'ZSCORE', 'ZCARD', 'ZCARD', 'ZADD', 'EXPIRE'],
    roundTrips: 6,
  },
];

const slots = (id: string, family: string, subject: string, title: string): Limiter => ({
  id,
  family,
  subject,
  rules: [{ name: id, title, setIn: `the concurrency of the ${subject} in sub2api` }],
  counting: { kind: 'other', note: 'the scores are the seconds in which the requests began, by the clock of the server' },
  checks: slotChecks,
  denials: 'nothing',
  onError: { policy: 'closed', note: 'An error refuses the request.' },
  faults: ['The slot of a process that ended stays until its TTL is over.'],
});

const perMinute = (id: string, subject: string, title: string): Limiter => ({
  id,
  family: id,
  subject,
  rules: [{ name: id, title, window: 60, setIn: `the limit of the ${subject} in sub2api` }],
  counting: { kind: 'fixed-window' },
  checks: [{ when: 'allowed or denied', commands: ['TIME', 'MULTI', 'INCR', 'EXPIRE', 'EXEC'], roundTrips: 2 }],
  denials: 'count',
  onError: { policy: 'open', note: 'An error lets the request pass.' },
  faults: ['Up to twice the limit passes around the end of a minute.'],
});

const addresses = (id: string): Limiter => ({
  id,
  family: id,
  subject: 'ip',
  rules: [{ name: id, title: 'calls of the web pages', window: 60, fixed: true }],
  counting: { kind: 'fixed-window' },
  checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['INCR', 'PTTL'], roundTrips: 1 }],
  denials: 'count',
  onError: { policy: 'open', note: 'An error lets the request pass, except on routes that are closed then.' },
});

export const limiters: readonly Limiter[] = [
  slots('account-slots', 'slot.account', 'account', 'requests of an account at once'),
  slots('user-slots', 'slot.user', 'user', 'requests of a user at once'),
  slots('account-slots.tagged', 'slot.account.tagged', 'account', 'requests of an account at once'),
  slots('user-slots.tagged', 'slot.user.tagged', 'user', 'requests of a user at once'),
  perMinute('rpm.account', 'account', 'requests of an account per minute'),
  perMinute('rpm.user', 'user', 'requests of a user per minute'),
  perMinute('rpm.group', 'user', 'requests of a user to a group per minute'),
  addresses('web'),
  addresses('web.panel'),
];
