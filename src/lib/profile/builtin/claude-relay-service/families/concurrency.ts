import type { Family } from '../../../types.js';
import { DAY, sinceWrite, varying } from './ttl.js';

const KEY = '29b63016-9866-40f5-9a43-fa3e6302ed58';
const ACCOUNT = '361871da-db83-48a9-a444-396ffba7ffda';

const live = { grain: 'none', valueClass: 'operational' } as const;

/** Running and waiting requests. Limits are enforced from these keys only. */
export const concurrency: Family[] = [
  {
    ...live,
    id: 'concurrency.key',
    pattern: 'concurrency:{keyId}',
    type: 'zset',
    // Older releases kept a plain counter here.
    alsoTypes: ['string'],
    // A score is the end of a lease. A member whose score has passed has no effect.
    value: 'unix-ms',
    ttl: varying(
      'the lease of the newest request, 300 s unless config.js says otherwise, and 30 s more; requests of a killed process count until it has ended',
      'each-write',
    ),
    lease: { seconds: 330, renewedEach: 30, lift: 'DELETE /admin/concurrency/{keyId} of the application' },
    role: 'limiter',
    breaks: 'Requests under way are not counted: the key may exceed its concurrency limit.',
    generic: true,
    examples: [`concurrency:${KEY}`],
  },
  {
    ...live,
    id: 'concurrency.account',
    pattern: 'concurrency:console_account:{accountId}',
    type: 'zset',
    value: 'unix-ms',
    ttl: varying('the lease of the newest request, 600 s; requests of a killed process count until it has ended', 'each-write'),
    role: 'limiter',
    breaks: 'Requests under way are not counted: the account may exceed its limit.',
    examples: [`concurrency:console_account:${ACCOUNT}`],
  },
  {
    ...live,
    id: 'concurrency.queue',
    pattern: 'concurrency:queue:{keyId}',
    type: 'string',
    value: 'count',
    ttl: varying('the longest wait that is configured, and 30 s more', 'each-write'),
    role: 'queue',
    breaks: 'Waiting requests are not counted: more may queue than allowed.',
    since: '1.1.237',
    examples: [`concurrency:queue:${KEY}`],
  },
  {
    ...live,
    id: 'concurrency.queue-stats',
    pattern: 'concurrency:queue:stats:{keyId}',
    type: 'hash',
    optionalFields: {
      entered: 'requests',
      success: 'requests',
      timeout: 'requests',
      cancelled: 'requests',
      socket_changed: 'requests',
      rejected_overload: 'requests',
    },
    ttl: sinceWrite(7 * DAY),
    role: 'queue',
    breaks: 'The statistics of the queue start from zero.',
    since: '1.1.237',
    examples: [`concurrency:queue:stats:${KEY}`],
  },
  {
    ...live,
    id: 'concurrency.queue-waits',
    pattern: 'concurrency:queue:wait_times:{keyId}',
    type: 'list',
    value: 'ms',
    ttl: sinceWrite(DAY),
    role: 'queue',
    breaks: 'The waiting times of the key are collected again.',
    since: '1.1.237',
    growth: { bound: 500, note: 'the newest 500 waiting times of each key' },
    examples: [`concurrency:queue:wait_times:${KEY}`],
  },
  {
    ...live,
    id: 'concurrency.queue-waits-global',
    pattern: 'concurrency:queue:wait_times:global',
    type: 'list',
    value: 'ms',
    ttl: sinceWrite(DAY),
    role: 'queue',
    breaks: 'The waiting times of the whole system are collected again.',
    since: '1.1.237',
    growth: { bound: 2000, note: 'the newest 2,000 waiting times' },
    examples: ['concurrency:queue:wait_times:global'],
  },
];
