import type { Operations, Write, WriteEvent } from '../../operations.js';

const TREE = 'LiteLLM 1.77.2 (grahama1970/scillm 2441c66)';
const NEW = 'litellm/proxy/spend_tracking/spend_counter_batch.py of 2026';

const send = (command: string, family: string | null, count = 1): Write => ({ command, family, count });
const called = (command: string, family: string, count = 1): Write => ({ ...send(command, family, count), inScript: true });

type Part = Omit<WriteEvent, 'every' | 'evidence' | 'from'> & Partial<WriteEvent>;
const event = (part: Part): WriteEvent => ({ every: 'request', evidence: 'read', from: TREE, ...part });

/** A virtual key of a team member in an organization. */
const SCOPES = ['spend.key', 'spend.team', 'spend.member', 'spend.user', 'spend.organization'] as const;
const raise = SCOPES.flatMap((family) => [send('INCRBYFLOAT', family), send('EXPIRE', family)]);

export const operations: Operations = {
  conditions: [
    { id: 'cached', title: 'the response cache is on', share: 1 },
    { id: 'hit', title: 'the answer comes from the response cache', share: 0 },
    { id: 'router', title: 'the router has a Redis', share: 1 },
    { id: 'database', title: 'LiteLLM has a database, so that spend is counted', share: 1 },
    { id: 'cold', title: 'the counters are older than a minute, and are read from the database again', share: 0 },
    { id: 'reserve', title: 'a budget is set, and its worst case is reserved before the request', share: 0 },
    { id: 'rate-limits', title: 'the key has limits on requests and tokens', share: 0 },
    { id: 'parallel', title: 'the key has a limit on requests at once', share: 0 },
    { id: 'buffered', title: 'use_redis_transaction_buffer is on', share: 0 },
  ],
  events: [
    event({
      id: 'response.read',
      source: 'response-cache',
      title: 'the answer to the same prompt',
      when: ['cached'],
      transport: 'sequence',
      writes: [send('GET', 'response')],
    }),
    event({
      id: 'response.write',
      source: 'response-cache',
      title: 'the answer kept',
      when: ['cached', '!hit'],
      transport: 'sequence',
      writes: [send('SET', 'response')],
    }),
    event({
      id: 'router.cooldown',
      source: 'router',
      title: 'deployments that just failed',
      when: ['router'],
      transport: 'sequence',
      writes: [send('MGET', 'router.cooldown')],
    }),
    event({
      id: 'router.use',
      source: 'router',
      title: 'tokens and requests of the deployment in this minute',
      when: ['router'],
      transport: 'pipeline',
      writes: [send('INCRBYFLOAT', 'router.use', 2), send('EXPIRE', 'router.use', 2)],
    }),
    event({
      id: 'limit.before',
      source: 'limiter',
      title: 'requests and tokens of the key, before the call',
      when: ['rate-limits'],
      transport: 'script',
      writes: [
        send('EVALSHA', 'limit.requests'),
        called('GET', 'limit.window', 2),
        called('INCR', 'limit.requests'),
        called('TTL', 'limit.requests'),
        called('INCR', 'limit.tokens'),
        called('TTL', 'limit.tokens'),
      ],
    }),
    event({
      id: 'limit.after',
      source: 'limiter',
      title: 'tokens of the key, after the call',
      when: ['rate-limits'],
      transport: 'script',
      writes: [
        send('EVALSHA', 'limit.tokens'),
        called('GET', 'limit.tokens'),
        called('INCRBY', 'limit.tokens'),
        called('TTL', 'limit.tokens'),
      ],
    }),
    event({
      id: 'parallel.acquire',
      source: 'limiter',
      title: 'a slot of the key',
      when: ['parallel'],
      transport: 'script',
      writes: [
        send('EVALSHA', 'limit.parallel'),
        called('TIME', 'limit.parallel'),
        called('ZREMRANGEBYSCORE', 'limit.parallel'),
        called('ZCARD', 'limit.parallel', 2),
        called('ZADD', 'limit.parallel'),
        called('EXPIRE', 'limit.parallel'),
      ],
    }),
    event({
      id: 'parallel.release',
      source: 'limiter',
      title: 'the slot given back',
      when: ['parallel'],
      transport: 'script',
      writes: [send('EVALSHA', 'limit.parallel'), called('ZREM', 'limit.parallel'), called('ZCARD', 'limit.parallel')],
    }),
    event({
      id: 'spend.admission',
      source: 'spend',
      title: 'what key, team, member, user and organization have spent, before the call',
      when: ['database'],
      transport: 'sequence',
      writes: [send('MGET', 'spend.key')],
      from: NEW,
    }),
    event({
      id: 'spend.cold',
      source: 'spend',
      title: 'counters that had expired, from the database',
      when: ['database', 'cold'],
      transport: 'sequence',
      writes: SCOPES.flatMap((family) => [send('GET', family), send('SET', family)]),
      from: 'litellm/proxy/db/spend_counter_reseed.py of 2026',
    }),
    event({
      id: 'spend.reserve',
      source: 'spend',
      title: 'the worst case reserved, and corrected after the call',
      when: ['database', 'reserve'],
      transport: 'pipeline',
      writes: [...raise, ...raise].map((write) => ({ ...write })),
      from: NEW,
    }),
    event({
      id: 'spend.after',
      source: 'spend',
      title: 'the cost of the call',
      when: ['database'],
      transport: 'pipeline',
      writes: [send('MGET', 'spend.key'), ...raise],
      from: NEW,
    }),
    event({
      id: 'buffer',
      source: 'background',
      title: 'spend of one process moved into the database every ten seconds (proxy_batch_write_at)',
      every: { minutes: 1 / 6 },
      when: ['buffered'],
      transport: 'pipeline',
      writes: [
        send('RPUSH', 'buffer.spend'),
        send('RPUSH', 'buffer.daily-user'),
        send('RPUSH', 'buffer.daily', 5),
        send('SET', 'lock.job'),
        send('LPOP', 'buffer.spend'),
        send('LPOP', 'buffer.daily-user'),
        send('LPOP', 'buffer.daily', 5),
        send('EVAL', 'lock.job'),
        called('GET', 'lock.job'),
        called('DEL', 'lock.job'),
      ],
      from: 'litellm/proxy/db/db_transaction_queue/redis_update_buffer.py of 2026',
    }),
  ],
  figures: [
    {
      id: 'cache-alone',
      title: 'cache: true and nothing else, without a database',
      commands: 7,
      wire: 7,
      per: 'request',
      shares: { database: 0 },
      evidence: 'read',
      from: 'counted in the source of LiteLLM',
    },
    {
      id: 'all-limits',
      title: 'limits on requests, tokens and requests at once, and spend of five scopes',
      commands: 40,
      wire: 23,
      per: 'request',
      shares: { 'rate-limits': 1, parallel: 1 },
      evidence: 'read',
      from: 'counted in the source of LiteLLM',
    },
  ],
  contents: { response: 2000, 'router.cooldown': 400, 'buffer.spend': 600, 'buffer.daily': 600, 'buffer.daily-user': 600 },
};
