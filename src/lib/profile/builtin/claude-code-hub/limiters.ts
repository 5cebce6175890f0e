import type { Limiter } from '../../limiters.js';

const onError = { policy: 'open', note: 'An error lets the request pass.' } as const;

export const limiters: readonly Limiter[] = [
  {
    id: 'rpm',
    family: 'rpm',
    subject: 'id',
    rules: [{ name: 'rpm', title: 'requests of a user per minute', window: 60, setIn: 'the limits of the user' }],
    counting: { kind: 'other', note: 'the scores are the times of the requests, in ms' },
    checks: [{ when: 'allowed', commands: ['EVAL'], inScript: ['ZREMRANGEBYSCORE', 'ZCARD', 'ZADD', 'EXPIRE'], roundTrips: 1 }],
    denials: 'nothing',
    onError,
  },
  {
    id: 'sessions',
    family: 'active',
    subject: 'scope',
    rules: [{ name: 'sessions', title: 'sessions of a key or a user at once', setIn: 'the limits of the key or the user' }],
    counting: { kind: 'other', note: 'the scores are the times at which the sessions were last used, in ms' },
    checks: [
      { when: 'allowed', commands: ['EVAL'], inScript: ['ZREMRANGEBYSCORE', 'ZSCORE', 'ZCARD', 'ZADD', 'EXPIRE'], roundTrips: 1 },
    ],
    denials: 'nothing',
    onError,
  },
  {
    id: 'provider-sessions',
    family: 'active.provider',
    subject: 'id',
    rules: [{ name: 'provider-sessions', title: 'sessions of a provider at once', setIn: 'the limits of the provider' }],
    counting: { kind: 'other', note: 'the scores are the times at which the sessions were last used, in ms' },
    checks: [
      { when: 'allowed', commands: ['EVAL'], inScript: ['ZREMRANGEBYSCORE', 'ZSCORE', 'ZCARD', 'ZADD', 'EXPIRE'], roundTrips: 1 },
    ],
    denials: 'nothing',
    onError,
  },
  {
    id: 'budget',
    family: 'lease',
    subject: 'id',
    rules: [
      { name: 'budget', title: 'cost of a key, a user or a provider', setIn: 'the limits of the key, the user or the provider' },
    ],
    counting: { kind: 'other', note: 'the value is the part of the budget that is left of a slice, in JSON' },
    checks: [{ when: 'allowed', commands: ['GET'], roundTrips: 1 }],
    race: 'The cost is taken after the answer: all requests that run at once pass while something is left.',
    denials: 'nothing',
    onError,
  },
];
