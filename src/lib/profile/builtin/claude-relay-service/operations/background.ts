import type { Workload, Write, WriteEvent } from '../../../operations.js';

/** Measured on 1.1.314. Releases that record the same way are assumed to be the same. */
const since = '1.1.280';
const from = 'SCAN calls of 1.1.314 without requests, at 263 and at 19,488 keys; other jobs by its source';

/** SCAN calls of whole iterations over the database. */
const walks = (times: number, keysACall: number): Write => ({
  command: 'SCAN',
  family: null,
  count: ({ keys }) => times * Math.ceil(keys / keysACall),
});

/** How often the application ranks the costs of a range, and the keys of each API key that it reads for this. */
const ranks = [
  { range: 'today', minutes: 10, family: 'cost.daily', days: 1 },
  { range: '7days', minutes: 30, family: 'cost.daily', days: 7 },
  { range: '30days', minutes: 60, family: 'cost.daily', days: 30 },
  { range: 'all', minutes: 120, family: 'cost.total', days: 1 },
];

/** An API key that is used every day has 32 daily keys. At most all keys of the database. */
const dailyKeys = ({ apiKeys, keys }: Workload): number => Math.min(apiKeys * 32, keys);

/** Timers. Their cost depends on the size of the database, not on traffic. */
export const background: WriteEvent[] = [
  {
    id: 'lease-sweep',
    source: 'background',
    title: 'concurrency leases that have ended',
    every: { minutes: 1 },
    transport: 'sequence',
    since,
    writes: [walks(1, 200)],
    evidence: 'measured',
    from,
  },
  {
    id: 'scheduled-tests',
    source: 'background',
    title: 'tests of accounts that are due, three kinds',
    every: { minutes: 1 },
    transport: 'sequence',
    since,
    writes: [walks(3, 100)],
    evidence: 'measured',
    from,
  },
  {
    id: 'cleanup',
    source: 'background',
    title: 'old statistics, sessions and OAuth states',
    every: { minutes: 60, setBy: 'CLEANUP_INTERVAL' },
    transport: 'sequence',
    since,
    // It also reads the TTL of sessions, which are few.
    writes: [walks(5, 200), { command: 'TTL', family: 'usage.daily', count: dailyKeys }],
    evidence: 'read',
    from,
  },
  ...ranks.map(({ range, minutes, family, days }): WriteEvent => ({
    id: `cost-rank.${range}`,
    source: 'background',
    title: `API keys ranked by cost, ${range}`,
    every: { minutes },
    transport: 'sequence',
    since,
    writes: [
      walks(1, 100),
      { command: 'HGETALL', family: 'api-key', count: ({ apiKeys }) => apiKeys },
      { command: 'GET', family, count: ({ apiKeys }) => apiKeys * days },
    ],
    evidence: 'read',
    from,
  })),
  {
    id: 'account-limits',
    source: 'background',
    title: 'rate limits of accounts that have ended',
    every: { minutes: 5, setBy: 'RATE_LIMIT_CLEANUP_INTERVAL' },
    transport: 'sequence',
    since,
    writes: [{ command: 'HGETALL', family: 'account.claude', count: ({ accounts }) => accounts }],
    evidence: 'read',
    from,
  },
  {
    id: 'message-queue-sweep',
    source: 'background',
    title: 'locks of the queue of user messages',
    every: { minutes: 1 },
    when: ['message-queue'],
    transport: 'sequence',
    since,
    // The COUNT of these SCANs is not known; 100 is that of similar sweeps.
    writes: [walks(1, 100)],
    evidence: 'read',
    from,
  },
];
