import type { Write, WriteEvent } from '../../operations.js';
import { send } from './operations-writes.js';

/** Whole requests were measured on 1.1.314 only; the releases that record like it are taken to be like it. */
const since = '1.1.280';
const from = 'whole requests through 1.1.314, commandstats and client commands';

/** What the two scripts call: counted by the server, not sent by the client. */
const called = (command: string): Write => send(command, 'concurrency.key', 1, { inScript: true });

/** What happens before and around a request: is it allowed, and which account serves it. */
export const access: WriteEvent[] = [
  {
    id: 'auth',
    source: 'auth',
    title: 'the API key looked up',
    every: 'request',
    transport: 'sequence',
    writes: [send('HGET', 'api-key.hash-map'), send('HGETALL', 'api-key')],
    evidence: 'measured',
    from: 'commandstats of 1.1.314; older releases by their sources',
  },
  {
    id: 'cost-limits',
    source: 'limiter',
    title: 'cost so far, for a key with a daily, a total and a weekly limit',
    every: 'request',
    when: ['cost-limits'],
    transport: 'parallel',
    since,
    writes: [
      // The daily cost for its own limit, and once more with all costs of the key for the total limit.
      send('GET', 'cost.daily', 2),
      send('GET', 'cost.monthly'),
      send('GET', 'cost.hourly'),
      send('GET', 'cost.total'),
      send('GET', 'cost.real.total'),
      send('GET', 'cost.real.daily'),
      send('GET', 'opus.weekly'),
    ],
    evidence: 'measured',
    from: 'validateApiKey of 1.1.314, commandstats; which keys, by its source',
  },
  {
    id: 'rate-window',
    source: 'limiter',
    title: 'requests, tokens and cost within the window of the key',
    every: 'request',
    when: ['rate-window'],
    transport: 'sequence',
    since,
    writes: [
      send('GET', 'rate-limit.window'),
      send('GET', 'rate-limit.requests'),
      send('GET', 'rate-limit.tokens'),
      send('GET', 'rate-limit.cost'),
      send('INCR', 'rate-limit.requests'),
      send('INCRBY', 'rate-limit.tokens'),
      send('INCRBYFLOAT', 'rate-limit.cost'),
    ],
    evidence: 'measured',
    from,
  },
  {
    id: 'rate-window.new',
    source: 'limiter',
    title: 'a new window begun',
    every: 'request',
    when: ['rate-window', 'new-window'],
    transport: 'parallel',
    since,
    writes: [
      send('SET', 'rate-limit.window'),
      send('SET', 'rate-limit.requests'),
      send('SET', 'rate-limit.tokens'),
      send('SET', 'rate-limit.cost'),
    ],
    evidence: 'measured',
    from,
  },
  {
    id: 'concurrency.enter',
    source: 'concurrency',
    title: 'a place among the requests that the key may have at once',
    every: 'request',
    when: ['concurrency-limit'],
    transport: 'script',
    since,
    // Four calls each were measured; their names follow what a lease in a sorted set takes.
    writes: [send('EVAL', 'concurrency.key'), ...['ZREMRANGEBYSCORE', 'ZADD', 'ZCARD', 'PEXPIRE'].map(called)],
    evidence: 'measured',
    from,
  },
  {
    id: 'concurrency.leave',
    source: 'concurrency',
    title: 'the place given back',
    every: 'request',
    when: ['concurrency-limit'],
    transport: 'script',
    since,
    writes: [send('EVAL', 'concurrency.key'), ...['ZREM', 'ZREMRANGEBYSCORE', 'ZCARD', 'DEL'].map(called)],
    evidence: 'measured',
    from,
  },
  {
    id: 'account',
    source: 'scheduling',
    title: 'the account read, checked and written back, for a key bound to a Claude account',
    every: 'request',
    when: ['account'],
    transport: 'sequence',
    since,
    writes: [
      // 13 to 15 reads were seen; 15 of them make up what was counted.
      send('HGETALL', 'account.claude', 15),
      send('HSET', 'account.claude'),
      send('SADD', 'index.account.claude'),
      send('DEL', 'index.account.claude.empty'),
      send('TTL', 'account.unavailable', 2),
      send('GET', 'client.headers'),
      send('SET', 'client.stainless-headers'),
      send('DEL', 'account.errors-401'),
      send('DEL', 'account.errors-5xx'),
    ],
    evidence: 'measured',
    from,
  },
  {
    id: 'account.shared-pool',
    source: 'scheduling',
    title: 'the account of the conversation looked up in the shared pool',
    every: 'request',
    when: ['account', 'shared-pool'],
    transport: 'sequence',
    since,
    // Two more commands than with a bound key were measured; that they read the mapping and its life is inferred.
    writes: [send('GET', 'session-mapping.claude'), send('TTL', 'session-mapping.claude')],
    evidence: 'measured',
    from,
  },
];
