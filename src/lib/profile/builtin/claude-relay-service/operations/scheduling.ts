import type { Workload, Write, WriteEvent } from '../../../operations.js';
import { CLAUDE_KINDS } from './conditions.js';
import { all, each, listed, none, since } from './account-lists.js';
import { otherScheduling } from './other-scheduling.js';
import { send } from './writes.js';

const whole = 'whole requests through 1.1.314, commandstats and client commands';
const watched = 'MONITOR of 1.1.314 with one to four accounts of the kind, fake upstream';

const OFFICIAL = ['account', '!console-account', '!ccr-account', ...CLAUDE_KINDS];
const CONSOLE = ['account', 'console-account'];
const CCR = ['account', '!console-account', 'ccr-account'];
const RESPONSES = ['account', '!console-account', '!ccr-account', 'responses-account'];

/** A script that reads the number of running requests of an account. */
const running = (count: Write['count'], when: readonly string[] = []): Write[] =>
  [
    { command: 'EVAL', inScript: false },
    { command: 'ZREMRANGEBYSCORE', inScript: true },
    { command: 'ZCARD', inScript: true },
  ].map(({ command, inScript }) => ({
    command,
    family: 'concurrency.account',
    count,
    ...(inScript && { inScript }),
    ...(when.length > 0 && { when }),
  }));

/** Adds up the usage of a console account from all its statistics. The account itself is looked up under six kinds. */
const usage = (accounts: (workload: Workload) => number): Write[] => [
  ...[
    'account.claude',
    'account.claude.legacy',
    'account.droid',
    'account.openai',
    'account.openai.legacy',
    'account.openai-responses',
  ].map((family) => ({ ...each('HGETALL', family, accounts), missing: true })),
  ...['account-usage.total', 'account-usage.daily', 'account-usage.monthly'].map((family) => each('HGETALL', family, accounts)),
  each('SMEMBERS', 'index.account-usage.model.daily', accounts),
  // Assumes that each account serves every model each day.
  each('HGETALL', 'account-usage.model.daily', (workload) => accounts(workload) * workload.models),
];

const one = (): number => 1;

const official: WriteEvent[] = [
  {
    id: 'account',
    source: 'scheduling',
    title: 'the account read, checked and written back, for a key bound to a Claude account',
    every: 'request',
    when: OFFICIAL,
    transport: 'sequence',
    since,
    writes: [
      // 13 to 15 reads were observed; 15 agree with the counted total.
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
    from: whole,
  },
  {
    id: 'account.shared-pool',
    source: 'scheduling',
    title: 'the account of the conversation looked up in the shared pool',
    every: 'request',
    when: [...OFFICIAL, 'shared-pool', '!new-conversation'],
    transport: 'sequence',
    since,
    // Two more commands than with a bound key were measured. That they read the mapping and its TTL is inferred.
    writes: [send('GET', 'session-mapping.claude'), send('TTL', 'session-mapping.claude')],
    evidence: 'measured',
    from: whole,
  },
  {
    id: 'account.new-conversation',
    source: 'scheduling',
    title: 'an account chosen from the shared pool, official accounts only',
    every: 'request',
    when: [...OFFICIAL, 'shared-pool', 'new-conversation'],
    transport: 'sequence',
    since,
    writes: [
      send('GET', 'session-mapping.claude'),
      ...listed('claude'),
      each('HGETALL', 'account.claude', (workload) => 2 * all(workload)),
      each('TTL', 'account.unavailable', all),
      none('claude-console'),
      none('bedrock'),
      send('SETEX', 'session-mapping.claude'),
    ],
    evidence: 'read',
    from: 'unifiedClaudeScheduler of 1.1.314',
  },
];

const console: WriteEvent[] = [
  {
    id: 'console-account',
    source: 'scheduling',
    title: 'the console account read, checked and written back',
    every: 'request',
    when: CONSOLE,
    transport: 'sequence',
    since,
    writes: [
      send('HGETALL', 'account.claude-console', 5),
      ...running(5),
      send('TTL', 'account.unavailable'),
      send('EXISTS', 'account.claude-console'),
      send('HSET', 'account.claude-console', 1, { fields: 1 }),
    ],
    evidence: 'measured',
    from: watched,
  },
  {
    id: 'console-account.enter',
    source: 'concurrency',
    title: 'a place within the concurrency limit of the console account',
    every: 'request',
    when: [...CONSOLE, 'account-cap'],
    transport: 'script',
    since,
    writes: [
      send('EVAL', 'concurrency.account'),
      ...['ZREMRANGEBYSCORE', 'ZCARD', 'ZADD', 'PEXPIRE'].map((command) =>
        send(command, 'concurrency.account', 1, { inScript: true }),
      ),
    ],
    evidence: 'measured',
    from: watched,
  },
  {
    id: 'console-account.leave',
    source: 'concurrency',
    title: 'the place released',
    every: 'request',
    when: [...CONSOLE, 'account-cap'],
    transport: 'script',
    since,
    writes: [
      send('EVAL', 'concurrency.account'),
      ...['ZREM', 'ZREMRANGEBYSCORE', 'ZCARD', 'DEL'].map((command) =>
        send(command, 'concurrency.account', 1, { inScript: true }),
      ),
    ],
    evidence: 'measured',
    from: watched,
  },
  {
    id: 'console-account.shared-pool',
    source: 'scheduling',
    title: 'the console account of the conversation looked up in the shared pool, and its usage added up',
    every: 'request',
    when: [...CONSOLE, 'shared-pool', '!new-conversation'],
    transport: 'sequence',
    since,
    writes: [
      send('GET', 'session-mapping.claude'),
      send('TTL', 'session-mapping.claude'),
      send('HGETALL', 'account.claude-console', 4),
      ...running(4),
      ...running(1, ['account-cap']),
      ...usage(one),
    ],
    evidence: 'measured',
    from: watched,
  },
  {
    id: 'console-account.new-conversation',
    source: 'scheduling',
    title: 'a console account chosen from the shared pool, and the usage of each added up',
    every: 'request',
    when: [...CONSOLE, 'shared-pool', 'new-conversation'],
    transport: 'sequence',
    since,
    writes: [
      send('GET', 'session-mapping.claude'),
      none('claude'),
      ...listed('claude-console'),
      none('bedrock'),
      // Together with those of a bound key: 4, and 5 for each account.
      each('HGETALL', 'account.claude-console', (workload) => 5 * all(workload) - 1),
      ...running((workload) => 5 * all(workload) - 1),
      ...running(all, ['account-cap']),
      each('TTL', 'account.unavailable', (workload) => all(workload) - 1),
      ...usage(all),
      send('SETEX', 'session-mapping.claude'),
    ],
    evidence: 'measured',
    from: watched,
  },
];

const ccr: WriteEvent[] = [
  {
    id: 'ccr-account',
    source: 'scheduling',
    title: 'the CCR account of the conversation read, checked and written back',
    every: 'request',
    when: [...CCR, '!new-conversation'],
    transport: 'sequence',
    since,
    writes: [
      send('GET', 'session-mapping.claude'),
      send('TTL', 'session-mapping.claude'),
      send('HGETALL', 'account.ccr', 4),
      send('HGET', 'account.ccr', 2),
      send('HMGET', 'account.ccr', 2),
      send('TTL', 'account.unavailable'),
      send('HSET', 'account.ccr', 1, { fields: 1 }),
    ],
    evidence: 'measured',
    from: watched,
  },
  {
    id: 'ccr-account.new-conversation',
    source: 'scheduling',
    title: 'a CCR account chosen from all of them',
    every: 'request',
    when: [...CCR, 'new-conversation'],
    transport: 'sequence',
    since,
    writes: [
      send('GET', 'session-mapping.claude'),
      ...listed('ccr'),
      each('HGETALL', 'account.ccr', (workload) => 1 + 2 * all(workload)),
      each('HGET', 'account.ccr', (workload) => 1 + all(workload)),
      each('HMGET', 'account.ccr', (workload) => 1 + all(workload)),
      each('TTL', 'account.unavailable', all),
      send('SETEX', 'session-mapping.claude'),
      send('HSET', 'account.ccr', 1, { fields: 1 }),
    ],
    evidence: 'measured',
    from: watched,
  },
];

const responses: WriteEvent[] = [
  {
    id: 'responses-account',
    source: 'scheduling',
    title: 'the OpenAI responses account read, checked and written back',
    every: 'request',
    when: RESPONSES,
    transport: 'sequence',
    since,
    writes: [
      send('HGETALL', 'account.openai-responses', 9),
      send('HSET', 'account.openai-responses', 3, { fields: 1 }),
      send('TTL', 'account.unavailable'),
    ],
    evidence: 'measured',
    from: watched,
  },
  {
    id: 'responses-account.shared-pool',
    source: 'scheduling',
    title: 'a responses account chosen from the shared pool',
    every: 'request',
    when: [...RESPONSES, 'shared-pool'],
    transport: 'sequence',
    since,
    writes: [
      none('openai'),
      ...listed('openai-responses'),
      each('HGETALL', 'account.openai-responses', (workload) => all(workload) - 1),
      each('TTL', 'account.unavailable', (workload) => all(workload) - 1),
    ],
    evidence: 'measured',
    from: watched,
  },
];

/** Commands that choose the account of a request. All accounts of a shared pool are assumed to be of the serving kind. */
export const scheduling: WriteEvent[] = [...official, ...console, ...ccr, ...responses, ...otherScheduling];
