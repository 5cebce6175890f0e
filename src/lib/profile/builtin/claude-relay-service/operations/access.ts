import type { Write, WriteEvent } from '../../../operations.js';
import { plain } from './amounts.js';
import { send } from './writes.js';

/** Whole requests were measured only on 1.1.314. Releases that record the same way are assumed to be the same. */
const since = '1.1.280';
const from = 'whole requests through 1.1.314, commandstats and client commands';

/** Commands that the two scripts call. The server counts them, but the client does not send them. */
const called = (command: string): Write => send(command, 'concurrency.key', 1, { inScript: true });

const before = { isBefore: true };

/** Commands that decide whether a request is allowed. */
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
      // Once for the daily limit, and once more with all costs of the key for the total limit.
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
      send('GET', 'rate-limit.window', 1, before),
      send('GET', 'rate-limit.requests', 1, before),
      send('GET', 'rate-limit.tokens', 1, before),
      send('GET', 'rate-limit.cost', 1, before),
      send('INCR', 'rate-limit.requests', 1, before),
      // Counters of a window that has ended meanwhile have expired.
      send('INCRBY', 'rate-limit.tokens', 1, { amount: 'tokens', omitsZero: true, ifExists: 'rate-limit.tokens' }),
      send('INCRBYFLOAT', 'rate-limit.cost', 1, { amount: 'cost', omitsZero: true, ifExists: 'rate-limit.cost' }),
    ],
    amounts: plain,
    evidence: 'measured',
    from,
  },
  {
    id: 'rate-window.new',
    source: 'limiter',
    title: 'a new window started',
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
    title: 'a place within the concurrency limit of the key',
    every: 'request',
    when: ['concurrency-limit'],
    transport: 'script',
    since,
    // Four calls each were measured. Their names are inferred from what a lease in a sorted set needs.
    writes: [send('EVAL', 'concurrency.key'), ...['ZREMRANGEBYSCORE', 'ZADD', 'ZCARD', 'PEXPIRE'].map(called)],
    evidence: 'measured',
    from,
  },
  {
    id: 'concurrency.leave',
    source: 'concurrency',
    title: 'the place released',
    every: 'request',
    when: ['concurrency-limit'],
    transport: 'script',
    since,
    writes: [send('EVAL', 'concurrency.key'), ...['ZREM', 'ZREMRANGEBYSCORE', 'ZCARD', 'DEL'].map(called)],
    evidence: 'measured',
    from,
  },
];
