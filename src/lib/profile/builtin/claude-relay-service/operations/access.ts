import type { Write, WriteEvent } from '../../../operations.js';
import { send } from './writes.js';

/** Whole requests were measured on 1.1.314 only; the releases that record like it are taken to be like it. */
const since = '1.1.280';
const from = 'whole requests through 1.1.314, commandstats and client commands';

/** What the two scripts call: counted by the server, not sent by the client. */
const called = (command: string): Write => send(command, 'concurrency.key', 1, { inScript: true });

/** Whether a request is allowed. */
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
];
