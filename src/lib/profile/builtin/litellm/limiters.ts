import type { Limiter } from '../../limiters.js';

const onError = { policy: 'memory', note: 'After an error each process counts by itself.' } as const;
const setIn = 'the limits of the key, the user or the team in LiteLLM';

const faults = ['It is called sliding, and is a fixed window from the first request on.', 'The clock is that of each process.'];

const perMinute = (what: 'requests' | 'tokens', name: string): Limiter => ({
  id: what,
  family: `limit.${what}`,
  subject: 'limited',
  rules: [{ name, title: `${what} per minute`, setIn }],
  counting: { kind: 'fixed-window' },
  checks: [{ when: 'for each limit of a request', commands: ['EVALSHA'], inScript: ['GET', 'INCR', 'TTL'], roundTrips: 1 }],
  denials: 'count',
  onError,
  faults,
});

const perSession = (id: string, family: string): Limiter => ({
  id,
  family,
  subject: 'session',
  rules: [{ name: id, title: 'requests of a session', window: 3600, setIn: 'max_iterations of the agent or the key' }],
  counting: { kind: 'fixed-window' },
  checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['INCR'], roundTrips: 1 }],
  denials: 'count',
  onError,
});

export const limiters: readonly Limiter[] = [
  perMinute('requests', 'rpm'),
  perMinute('tokens', 'tpm'),
  {
    id: 'parallel',
    family: 'limit.parallel',
    subject: 'limited',
    rules: [{ name: 'parallel', title: 'requests at once', setIn }],
    counting: { kind: 'other', note: 'the scores are the seconds in which the requests began; older releases keep a number' },
    checks: [
      {
        when: 'allowed, with the release of the slot',
        commands: ['EVALSHA', 'EVALSHA'],
        inScript: ['TIME', 'ZREMRANGEBYSCORE', 'ZCARD', 'ZADD', 'EXPIRE', 'ZCARD', 'ZREM', 'ZCARD'],
        roundTrips: 2,
      },
    ],
    denials: 'nothing',
    onError,
    faults: ['The slot of a process that ended stays until an hour has passed.'],
  },
  perSession('session', 'session.iterations'),
  perSession('agent-session', 'session.agent-iterations'),
];
