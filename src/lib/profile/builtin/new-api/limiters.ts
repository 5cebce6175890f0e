import type { Limiter } from '../../limiters.js';
import { addressLists, LIST_CHECKS, LIST_ERRORS, LIST_RACE } from '../one-api/address-checks.js';
import {
  ADDRESS_RULES,
  CRITICAL_RULE,
  EMAIL_RULE,
  marked,
  named,
  SEARCH_RULE,
  SUCCESS_RULE,
  TOTAL_RULE,
} from './limiter-rules.js';

const window: Pick<Limiter, 'counting' | 'checks' | 'denials' | 'onError' | 'faults' | 'since'> = {
  counting: { kind: 'fixed-window' },
  checks: [
    { when: 'allowed or denied', commands: ['EVAL'], inScript: ['INCR', 'TTL'], roundTrips: 1 },
    { when: 'first of a window', commands: ['EVAL'], inScript: ['INCR', 'EXPIRE', 'TTL'], roundTrips: 1 },
  ],
  denials: 'count',
  onError: {
    policy: 'closed',
    note: 'An error answers 500, except of verification emails, which each process then counts itself.',
  },
  faults: [
    'Up to twice the limit passes around the end of a window.',
    'The whole script is sent with each check, because EVAL is used and not EVALSHA.',
  ],
  since: 'G2',
};

const success: Omit<Limiter, 'counting' | 'faults' | 'since' | 'until'> = {
  id: 'model.success',
  family: 'model-limit.success',
  subject: 'uid',
  rules: [SUCCESS_RULE],
  checks: [
    { when: 'allowed and successful', commands: ['LLEN', 'LPUSH', 'LTRIM', 'EXPIRE'], roundTrips: 4 },
    { when: 'list full', commands: ['LLEN', 'LINDEX', 'LPUSH', 'LTRIM', 'EXPIRE'], roundTrips: 5 },
    { when: 'denied', commands: ['LLEN', 'LINDEX', 'EXPIRE'], roundTrips: 3 },
  ],
  race: 'A call is recorded after its answer: all calls that run at once pass, however many there are.',
  denials: 'extend',
  onError: { policy: 'closed', note: 'A failed read answers 500.' },
};

export const limiters: readonly Limiter[] = [
  ...addressLists(ADDRESS_RULES).map((limiter): Limiter => ({ ...limiter, until: 'G1' })),
  {
    id: 'user.search',
    family: 'user-limit.search',
    subject: 'uid',
    rules: [named('SR', SEARCH_RULE)],
    counting: { kind: 'list-log', times: 'local' },
    checks: LIST_CHECKS,
    race: LIST_RACE,
    denials: 'extend',
    onError: LIST_ERRORS,
    until: 'G1',
  },
  {
    id: 'address.email',
    family: 'email-limit',
    subject: 'ip',
    rules: [named('EV', EMAIL_RULE)],
    counting: { kind: 'fixed-window' },
    checks: [
      { when: 'allowed', commands: ['INCR'], roundTrips: 1 },
      { when: 'first of a window', commands: ['INCR', 'EXPIRE'], roundTrips: 2 },
      { when: 'denied', commands: ['INCR', 'TTL'], roundTrips: 2 },
    ],
    denials: 'count',
    onError: { policy: 'memory', note: 'After an error each process counts by itself.' },
    faults: ['INCR and EXPIRE are two commands: if the second is lost, the address is locked out for good.'],
  },
  {
    ...window,
    id: 'address.window',
    family: 'ip-limit.window',
    subject: 'ip',
    mark: 'mark',
    rules: marked({ ...ADDRESS_RULES, EV: EMAIL_RULE }),
  },
  {
    ...window,
    id: 'user.window',
    family: 'user-limit.window',
    subject: 'uid',
    mark: 'mark',
    rules: marked({ SR: SEARCH_RULE }),
  },
  {
    ...window,
    id: 'user.critical',
    family: 'user-limit.critical',
    subject: 'uid',
    rules: [named('UC', CRITICAL_RULE)],
  },
  { ...success, counting: { kind: 'list-log', times: 'local' }, until: 'G1' },
  {
    ...success,
    counting: { kind: 'list-log', times: 'utc' },
    faults: ['It reads times as UTC. Lists that an older release wrote in its local time look as if they were in the future.'],
    since: 'G2',
  },
  {
    ...success,
    id: 'model.total-list',
    family: 'model-limit.total',
    rules: [TOTAL_RULE],
    counting: { kind: 'list-log', times: 'local' },
  },
  ...(['scoped', 'scoped-total'] as const).map((which): Limiter => ({
    id: `model.${which}`,
    family: `model-limit.${which}`,
    subject: 'uid',
    rules: [{ ...TOTAL_RULE, name: which, title: 'calls of a model or a group' }],
    counting: { kind: 'other', note: 'a sorted set of times, a list or a bucket, by release' },
    checks: [
      { when: 'allowed', commands: ['EVALSHA'], inScript: ['ZREMRANGEBYSCORE', 'ZCARD', 'ZADD', 'PEXPIRE'], roundTrips: 1 },
    ],
    denials: 'nothing',
    onError: { policy: 'closed', note: 'An error answers 500.' },
  })),
  {
    id: 'model.total',
    family: 'model-limit.bucket',
    subject: 'uid',
    rules: [TOTAL_RULE],
    counting: { kind: 'token-bucket', tokens: 'tokens', at: 'last_time' },
    checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['TIME', 'HMGET', 'HMSET'], roundTrips: 1 }],
    denials: 'nothing',
    onError: { policy: 'closed', note: 'An error answers 500.' },
    loadsOnce: true,
    faults: ['The script sets no TTL: each user who ever sent a limited call keeps a key for good.'],
  },
];
