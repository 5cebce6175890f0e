/** What each verb finds, what it is asked to do, and what the application counts on meanwhile. */
import { BASE, BASE_ISO, DAY_MS, dayAgo } from '../../support/clock.js';
import { EARLIER_HOUR, LAST_HOUR, OPEN_HOUR, TINY_CLOCK } from '../../support/tiny-relay.js';
import type { Write } from './writer.js';

export interface Scenario {
  verb: string;
  /** Commands that put the keys there. */
  load: readonly (readonly string[])[];
  writes: readonly Write[];
  /** The command line, without server and archive. */
  args: readonly string[];
  /** The verb undoes what these have done, which nothing disturbs. */
  undoes?: readonly string[];
  /** Pieces that a run sends from its first change on, about. */
  pieces: number;
}

const KEYS = ['k1', 'k2', 'k3'];
const CLAUDE = ['--profile', 'claude-relay-service'];
const LARGE = '9007199254740993';
const WEEK = BASE.getTime() + 7 * DAY_MS;

const apiKeys = [...KEYS, 'k4'].map((key) => [
  'HSET',
  `apikey:${key}`,
  'id',
  key,
  'name',
  key,
  'isActive',
  'true',
  'createdAt',
  new Date(BASE.getTime() - 300 * DAY_MS).toISOString(),
]);

const ends = (key: string): string[] => ['PEXPIREAT', key, String(WEEK)];
const count = (key: string, ...fields: (string | null)[]): Write[] =>
  fields.map((field) => ({ kind: 'count', figures: [{ key, field }] }));
const spend = (key: string): Write => ({ kind: 'count', figures: [{ key, field: null, isCost: true }] });

function hours(): Pick<Scenario, 'load' | 'writes'> {
  const load: string[][] = [...apiKeys];
  const writes: Write[] = [];
  for (const hour of [EARLIER_HOUR, LAST_HOUR, OPEN_HOUR]) {
    for (const key of KEYS) {
      const [usage, model, cost] = [
        `usage:hourly:${key}:${hour}`,
        `usage:${key}:model:hourly:claude:v2:${hour}`,
        `usage:cost:hourly:${key}:${hour}`,
      ];
      for (const name of [usage, model]) load.push(['HSET', name, 'requests', '7', 'inputTokens', LARGE], ends(name));
      load.push(['SET', cost, '0.5', 'PXAT', String(WEEK)]);
      load.push(['SADD', `usage:hourly:index:${hour}`, key], ['SADD', `usage:keymodel:hourly:index:${hour}`, `${key}:claude:v2`]);
      writes.push(...count(usage, 'requests', 'inputTokens', 'outputTokens'), ...count(model, 'requests'), spend(cost));
    }
    load.push(ends(`usage:hourly:index:${hour}`), ends(`usage:keymodel:hourly:index:${hour}`));
  }
  return { load, writes };
}

function orphans(): Scenario {
  const [day, month] = [dayAgo(24), dayAgo(24).slice(0, 7)];
  const load: string[][] = [...apiKeys];
  const writes: Write[] = [];
  for (const key of [...KEYS, 'gone', 'gone2']) {
    const [total, daily, monthly, cost, spent] = [
      `usage:${key}`,
      `usage:daily:${key}:${day}`,
      `usage:monthly:${key}:${month}`,
      `usage:cost:total:${key}`,
      `usage:cost:daily:${key}:${day}`,
    ];
    load.push(['HSET', total, 'totalRequests', '99', 'totalInputTokens', LARGE, 'totalAllTokens', LARGE]);
    for (const name of [daily, monthly]) load.push(['HSET', name, 'requests', '7', 'inputTokens', '70'], ends(name));
    load.push(['SET', cost, '12.25'], ['SET', spent, '1.25', 'PXAT', String(WEEK)], ['SADD', `usage:daily:index:${day}`, key]);
    writes.push(
      ...count(total, 'totalRequests'),
      ...count(daily, 'requests'),
      ...count(monthly, 'inputTokens'),
      spend(cost),
      spend(spent),
    );
  }
  return { verb: 'orphans', load, writes, args: ['prune', '--orphans', ...TINY_CLOCK, ...CLAUDE], pieces: 20 };
}

function records(): Scenario {
  const load: string[][] = [...apiKeys];
  for (const key of KEYS)
    load.push(['RPUSH', `usage:records:${key}`, ...Array.from({ length: 130 }, (_, at) => `{"n":"${key} ${130 - at}"}`)]);
  for (let at = 1; at <= 120; at++) load.push(['XADD', 'billing:events', `${at}-0`, 'data', `first ${at}`]);
  const writes: Write[] = [
    ...KEYS.map((key): Write => ({ kind: 'push', key: `usage:records:${key}` })),
    { kind: 'add', key: 'billing:events' },
  ];
  return { verb: 'records', load, writes, args: ['prune', '--records', '--trim-to', '5', ...TINY_CLOCK, ...CLAUDE], pieces: 20 };
}

/** Of keys that live long: what is counted on a key that comes to its end during a case is gone, as it has to be. */
function leaks(): Scenario {
  const load: string[][] = [...apiKeys];
  const writes: Write[] = [];
  for (const key of KEYS) {
    const cost = `usage:cost:daily:${key}:${dayAgo(48)}`;
    load.push(['SET', cost, '1.25']);
    writes.push(spend(cost));
    for (const hour of [EARLIER_HOUR, LAST_HOUR]) {
      const usage = `usage:hourly:${key}:${hour}`;
      load.push(['HSET', usage, 'requests', '7', 'inputTokens', LARGE]);
      writes.push(...count(usage, 'requests', 'inputTokens'));
    }
  }
  return { verb: 'leaks', load, writes, args: ['prune', '--leaked', ...TINY_CLOCK, ...CLAUDE], pieces: 8 };
}

const DAY = dayAgo(48);
const DAY_HOURS = ['01', '02', '03'];

/** Three hours of a day each; the days lack some of it. */
function days(most: string): Pick<Scenario, 'load' | 'writes'> {
  const load: string[][] = [...apiKeys];
  const writes: Write[] = [];
  for (const [index, key] of [...KEYS, 'k4'].entries()) {
    const day = `usage:daily:${key}:${DAY}`;
    for (const hour of DAY_HOURS) {
      const fine = `usage:hourly:${key}:${DAY}:${hour}`;
      load.push(['HSET', fine, 'requests', '2', 'inputTokens', hour === '03' ? most : '4'], ends(fine));
      load.push(['SADD', `usage:hourly:index:${DAY}:${hour}`, key], ends(`usage:hourly:index:${DAY}:${hour}`));
      for (const field of ['requests', 'inputTokens'])
        writes.push({
          kind: 'count',
          together: true,
          figures: [
            { key: day, field },
            { key: fine, field },
          ],
        });
    }
    if (index % 2 === 0 && most === LARGE) continue;
    load.push(
      ['HSET', day, 'requests', '2', 'inputTokens', '4'],
      ends(day),
      ...(index === 1 ? [] : [['SADD', `usage:daily:index:${DAY}`, key]]),
    );
  }
  return { load, writes };
}

function renaming(sum: boolean): Scenario {
  const load: string[][] = [];
  const writes: Write[] = [];
  for (const [index, key] of [...KEYS, 'k4', 'k5'].entries()) {
    const [from, to] = [`usage:monthly:${key}:2026-10`, `old:usage:monthly:${key}:2026-10`];
    load.push(['HSET', from, 'requests', '7', 'inputTokens', LARGE], ends(from));
    if (index % 2 === 1) load.push(['HSET', to, 'requests', '100'], ends(to));
    writes.push(...count(from, 'requests', 'inputTokens'));
    // Where somebody had taken the new name before, nothing would be renamed.
    if (index % 2 === 1) writes.push(...count(to, 'requests', 'outputTokens'));
  }
  const patterns = ['--from', 'usage:monthly:{keyId}:{month}', '--to', 'old:usage:monthly:{keyId}:{month}'];
  const collision = sum ? ['--on-collision', 'sum'] : [];
  const args = ['migrate', ...patterns, ...collision, '--utc-offset', '8', ...CLAUDE];
  return { verb: sum ? 'rename sum' : 'rename', load, writes, args, pieces: 14 };
}

const USERS = ['u1', 'tenant:7:u2', 'u3'];
const CYCLE = ['--cycle', '2026-Q4'];
const NEXT_CYCLE = ['--from', '2026-Q4', '--to', '2027-Q1', '--replace'];
const OWNERS = USERS.flatMap((user) => ['--owner', user]);

/** The counters of a user, with the limit in the same hash; one user has none. */
function userCounters(): Pick<Scenario, 'load' | 'writes'> {
  const keys = USERS.map((user) => `token_usage:${user}:2026-Q4`);
  return {
    load: keys.map((key, at) => [
      'HSET',
      key,
      'prompt_tokens',
      LARGE,
      'completion_tokens',
      '5',
      'total_tokens',
      '70',
      ...(at === 1 ? [] : ['usage_limit', String(1_000 + at)]),
    ]),
    writes: keys.flatMap((key) => count(key, 'prompt_tokens', 'total_tokens')),
  };
}

/** Of the next billing cycle one user has no counters yet, and one has another limit. */
function twoCycles(): Pick<Scenario, 'load' | 'writes'> {
  const { load, writes } = userCounters();
  const [first, , third] = USERS.map((user) => `token_usage:${user}:2027-Q1`);
  return {
    load: [...load, ['HSET', first!, 'total_tokens', '7'], ['HSET', third!, 'total_tokens', '9', 'usage_limit', '5']],
    writes: [...writes, ...count(first!, 'total_tokens'), ...count(third!, 'prompt_tokens', 'total_tokens')],
  };
}

const AIECS = ['--profile', 'aiecs', '--utc-offset', '0'];

const HOURLY = ['prune', '--hourly', ...TINY_CLOCK, ...CLAUDE];
const ROLLUP = ['migrate', '--rollup', 'hourly:daily', '--prune', ...TINY_CLOCK, ...CLAUDE];
const REPAIR = [
  'fix-consistency',
  '--apply',
  '--invariant',
  'S6',
  '--invariant',
  'I1',
  '--now',
  BASE_ISO,
  '--utc-offset',
  '8',
  ...CLAUDE,
];

export const SCENARIOS: readonly Scenario[] = [
  { verb: 'hourly', ...hours(), args: HOURLY, pieces: 24 },
  orphans(),
  records(),
  { verb: 'set-ttl', ...hours(), args: [...HOURLY, '--set-ttl', '2d'], pieces: 10 },
  leaks(),
  { verb: 'rollup', ...days(LARGE), args: ROLLUP, pieces: 20 },
  renaming(false),
  renaming(true),
  { verb: 'repair', ...days('50'), args: REPAIR, pieces: 10 },
  { verb: 'limits reset', ...userCounters(), args: ['limits', 'reset', ...OWNERS, ...CYCLE, ...AIECS], pieces: 8 },
  { verb: 'limits set', ...userCounters(), args: ['limits', 'set', ...OWNERS, '--tokens', '777', ...CYCLE, ...AIECS], pieces: 8 },
  { verb: 'limits unset', ...userCounters(), args: ['limits', 'unset', ...OWNERS, ...CYCLE, ...AIECS], pieces: 8 },
  { verb: 'limits copy', ...twoCycles(), args: ['limits', 'copy', ...OWNERS, ...NEXT_CYCLE, ...AIECS], pieces: 8 },
  { verb: 'restore', ...hours(), args: ['restore'], undoes: HOURLY, pieces: 12 },
  { verb: 'merge', ...hours(), args: ['restore', '--merge'], undoes: HOURLY, pieces: 20 },
  { verb: 'merge of records', ...withoutArgs(records()), args: ['restore', '--merge'], undoes: records().args, pieces: 12 },
  { verb: 'merge of rollup', ...days(LARGE), args: ['restore', '--merge'], undoes: ROLLUP, pieces: 20 },
];

function withoutArgs({ load, writes }: Scenario): Pick<Scenario, 'load' | 'writes'> {
  return { load, writes };
}
