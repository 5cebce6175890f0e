import type { Operations, Write, WriteEvent } from '../../operations.js';

const TREE = 'ding113/claude-code-hub ccbad37 (0.9.2)';

const send = (command: string, family: string | null, count = 1): Write => ({ command, family, count });
/** `REDIS.CALL` where only the number of calls is known. */
const called = (command: string, family: string, count = 1): Write => ({ ...send(command, family, count), inScript: true });

type Part = Omit<WriteEvent, 'every' | 'evidence' | 'from'> & Partial<WriteEvent>;
const event = (part: Part): WriteEvent => ({ every: 'request', evidence: 'read', from: TREE, ...part });

const rolling = (family: string): Write[] => [
  send('EVAL', family),
  called('ZREMRANGEBYSCORE', family),
  called('ZADD', family),
  called('EXPIRE', family),
];

/** Key, user and provider, each with both rolling windows. */
const recorded: Write[] = [
  send('INCRBYFLOAT', 'cost.period', 4),
  send('EXPIRE', 'cost.period', 4),
  ...[1, 2, 3].flatMap(() => [...rolling('cost.rolling-5h'), ...rolling('cost.rolling-day')]),
];

export const operations: Operations = {
  conditions: [
    { id: 'limited', title: 'key, user and provider have limits on cost, in four windows', share: 1 },
    { id: 'bodies', title: 'prompts, answers and headers are kept', share: 1 },
    { id: 'replayed', title: 'answers are kept to be continued', share: 1 },
    { id: 'cached-key', title: 'API keys are kept in Redis', share: 1 },
  ],
  events: [
    event({
      id: 'auth',
      source: 'auth',
      title: 'the API key and its user',
      when: ['cached-key'],
      transport: 'sequence',
      writes: [send('GET', 'auth.key'), send('GET', 'auth.user')],
    }),
    event({
      id: 'sessions.check',
      source: 'limiter',
      title: 'sessions of key and user at once',
      transport: 'script',
      writes: [send('EVAL', 'active'), called('REDIS.CALL', 'active', 13)],
    }),
    event({
      id: 'leases.check',
      source: 'limiter',
      title: 'the slices of the budgets',
      when: ['limited'],
      transport: 'sequence',
      writes: [send('GET', 'lease', 12)],
    }),
    event({
      id: 'sequence',
      source: 'session',
      title: 'the number of the request in its session, which never expires',
      transport: 'script',
      writes: [send('EVAL', 'session.sequence'), called('REDIS.CALL', 'session.sequence', 3)],
    }),
    event({
      id: 'session',
      source: 'session',
      title: 'the record of the session',
      transport: 'pipeline',
      writes: [
        send('HSET', 'session.info'),
        send('EXPIRE', 'session.info'),
        send('HSET', 'session.usage'),
        send('EXPIRE', 'session.usage'),
        send('SETEX', 'session.part', 3),
        send('SETEX', 'session.of-content'),
        send('ZADD', 'active', 3),
      ],
    }),
    event({
      id: 'bodies',
      source: 'bodies',
      title: 'prompts and headers, before and after changes',
      when: ['bodies'],
      transport: 'parallel',
      writes: [send('SETEX', 'session.body', 9), send('SETEX', 'session.snapshot', 8)],
    }),
    event({
      id: 'bodies.answers',
      source: 'bodies',
      title: 'answers, before and after changes',
      when: ['bodies'],
      transport: 'parallel',
      writes: [send('SETEX', 'session.body'), send('SETEX', 'session.snapshot', 2)],
      from: 'src/lib/session-manager.ts of ccbad37',
    }),
    event({
      id: 'replay',
      source: 'replay',
      title: 'the answer in pieces, to be continued',
      when: ['replayed'],
      transport: 'pipeline',
      writes: [
        send('SET', 'replay.owner'),
        send('SET', 'replay.meta'),
        send('RPUSH', 'replay.chunks'),
        send('EXPIRE', 'replay.chunks'),
      ],
    }),
    event({
      id: 'costs',
      source: 'costs',
      title: 'the cost of the request, in all windows of key, user and provider',
      when: ['limited'],
      transport: 'pipeline',
      writes: recorded,
      from: 'src/lib/redis/lua-scripts.ts and the rate limiter of 0.9.2',
    }),
    event({
      id: 'settlement',
      source: 'costs',
      title: 'the cost taken from the slices',
      when: ['limited'],
      transport: 'script',
      writes: [send('EVAL', 'lease.settled'), called('REDIS.CALL', 'lease.settled', 2), called('REDIS.CALL', 'lease', 36)],
    }),
  ],
  figures: [
    {
      id: 'costs',
      title: 'the cost of a request, all windows rolling',
      commands: 32,
      wire: 14,
      per: 'call',
      shares: null,
      evidence: 'read',
      from: 'counted in the source of claude-code-hub',
    },
  ],
  contents: { 'session.body': 8000, 'session.snapshot': 8000, 'replay.chunks': 500, 'replay.meta': 400 },
};
