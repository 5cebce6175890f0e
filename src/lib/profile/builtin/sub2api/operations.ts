import type { Operations, Write, WriteEvent } from '../../operations.js';

const TREE = 'Sub2API-Devs/sup2api 67380ea (0.1.179)';

const send = (command: string, family: string | null, count = 1): Write => ({ command, family, count });
/** `REDIS.CALL` where only the number of calls is known. */
const called = (command: string, family: string, count = 1): Write => ({ ...send(command, family, count), inScript: true });

type Part = Omit<WriteEvent, 'every' | 'evidence' | 'from'> & Partial<WriteEvent>;
const event = (part: Part): WriteEvent => ({ every: 'request', evidence: 'read', from: TREE, ...part });

const acquired = (owner: 'account' | 'user'): WriteEvent =>
  event({
    id: `slot.${owner}`,
    source: 'slots',
    title: `a slot of the ${owner}`,
    transport: 'sequence',
    writes: [
      send('EVALSHA', `slot.${owner}`),
      called('TIME', `slot.${owner}`),
      called('ZREMRANGEBYSCORE', `slot.${owner}`),
      called('ZREMRANGEBYSCORE', 'slot.live'),
      called('ZSCORE', `slot.${owner}`),
      called('ZCARD', `slot.${owner}`),
      called('ZCARD', 'slot.live'),
      called('ZADD', `slot.${owner}`),
      called('EXPIRE', `slot.${owner}`),
      send('ZADD', 'slot.index'),
    ],
    from: 'backend/internal/repository/concurrency_cache.go',
  });

const released = (owner: 'account' | 'user'): WriteEvent =>
  event({
    id: `slot.${owner}.release`,
    source: 'slots',
    title: `the slot of the ${owner} given back`,
    transport: 'sequence',
    writes: [
      send('ZREM', `slot.${owner}`),
      send('TIME', null),
      send('ZREMRANGEBYSCORE', `slot.${owner}`),
      send('ZCARD', `slot.${owner}`),
      send('GET', `wait.${owner}`),
      send('ZADD', 'slot.index'),
    ],
  });

const rpm = (id: string, title: string): WriteEvent =>
  event({
    id: `rpm.${id}`,
    source: 'limiter',
    title,
    when: ['rpm'],
    transport: 'sequence',
    writes: [send('TIME', null), send('MULTI', null), send('INCR', `rpm.${id}`), send('EXPIRE', `rpm.${id}`), send('EXEC', null)],
  });

/** One request of a conversation that stays with its account, paid from the balance. */
export const operations: Operations = {
  conditions: [
    { id: 'rpm', title: 'user and account have limits on requests per minute', share: 0 },
    { id: 'platform-quota', title: 'the user has a quota for the platform', share: 1 },
    { id: 'key-limits', title: 'the API key has limits of its own', share: 0 },
  ],
  events: [
    event({
      id: 'eligible',
      source: 'billing',
      title: 'balance and quota of the user',
      transport: 'sequence',
      writes: [send('GET', 'balance'), send('HGETALL', 'platform-quota')],
    }),
    event({
      id: 'eligible.key',
      source: 'billing',
      title: 'the windows of the API key',
      when: ['key-limits'],
      transport: 'sequence',
      writes: [send('HGETALL', 'key-windows')],
    }),
    acquired('user'),
    event({
      id: 'slot.key',
      source: 'slots',
      title: 'a slot of the API key, for statistics',
      transport: 'sequence',
      writes: [
        send('EVALSHA', 'slot.key'),
        called('TIME', 'slot.key'),
        called('ZREMRANGEBYSCORE', 'slot.key'),
        called('ZADD', 'slot.key'),
        called('EXPIRE', 'slot.key'),
        send('ZREM', 'slot.key'),
      ],
      from: 'backend/internal/repository/concurrency_cache.go',
    }),
    event({
      id: 'sticky',
      source: 'scheduling',
      title: 'the account of the conversation',
      transport: 'sequence',
      writes: [send('GET', 'sticky'), send('EXPIRE', 'sticky'), send('MGET', 'sched.account')],
    }),
    acquired('account'),
    rpm('user', 'requests of the user in this minute'),
    rpm('account', 'requests of the account in this minute'),
    event({
      id: 'settle',
      source: 'billing',
      title: 'the cost taken from the balance',
      transport: 'script',
      writes: [send('EVALSHA', 'balance'), called('GET', 'balance'), called('SET', 'balance'), called('EXPIRE', 'balance')],
      from: 'backend/internal/repository/billing_cache.go',
    }),
    event({
      id: 'settle.quota',
      source: 'billing',
      title: 'the cost added to the quota of the platform',
      when: ['platform-quota'],
      transport: 'script',
      writes: [send('EVALSHA', 'platform-quota'), called('REDIS.CALL', 'platform-quota', 9)],
    }),
    event({
      id: 'settle.key',
      source: 'billing',
      title: 'the cost added to the windows of the API key',
      when: ['key-limits'],
      transport: 'script',
      writes: [send('EVALSHA', 'key-windows'), called('REDIS.CALL', 'key-windows', 11)],
    }),
    released('account'),
    released('user'),
    event({
      id: 'slots.sweep',
      source: 'background',
      title: 'slots that have ended, found by the indexes',
      every: { minutes: 0.5 },
      transport: 'sequence',
      writes: [send('ZRANGEBYSCORE', 'slot.index', 2)],
    }),
    event({
      id: 'sched.rewrite',
      source: 'background',
      title: 'all accounts written again every five minutes',
      every: { minutes: 5 },
      transport: 'pipeline',
      writes: [
        { command: 'SET', family: 'sched.account', count: ({ accounts }) => accounts },
        { command: 'SET', family: 'sched.meta', count: ({ accounts }) => accounts },
      ],
    }),
  ],
  figures: [
    {
      id: 'sticky-request',
      title: 'a request of a conversation that stays with its account, paid from the balance',
      commands: 58,
      wire: 26,
      per: 'request',
      shares: {},
      evidence: 'read',
      from: 'counted in the source of sub2api',
    },
  ],
  contents: { 'sched.account': 6000, 'sched.meta': 3000 },
};
