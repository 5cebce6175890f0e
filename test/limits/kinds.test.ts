/** Every kind of limit at its edge: one unit below, at it and above, as the relay decides. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limitsServer, type LimitsServerOptions } from '../../src/lib/library/limits.js';
import type { LimitRow, LimitsData } from '../../src/lib/limits/model.js';
import { BASE, DAY_MS, dayAgo, HOUR_MS } from '../support/clock.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server?.stop());
beforeEach(() => client.flushall());

const limits = async (options: LimitsServerOptions = {}): Promise<LimitsData> =>
  (
    await limitsServer(
      { port: server.port },
      { profiles: ['claude-relay-service@1.1.314'], now: BASE, utcOffset: 8, showIds: true, ...options },
    )
  ).data;

const UNLIMITED = { isActive: 'true', tokenLimit: '0', concurrencyLimit: '0', rateLimitWindow: '0', rateLimitRequests: '0' };

const key = (id: string, fields: Record<string, string>) =>
  client.hset(`apikey:${id}`, { id, name: `${id} name`, ...UNLIMITED, ...fields });

async function window(id: string, counter: string, used: string, startedAgoMs = 60_000): Promise<void> {
  await client.set(`rate_limit:window_start:${id}`, String(BASE.getTime() - startedAgoMs));
  await client.set(`rate_limit:${counter}:${id}`, used);
}

/** The start of the week that began last on this day (1 Monday) and hour, in UTC+8. */
function weekStart(day: number, hour: number): string {
  for (let at = BASE.getTime(); ; at -= HOUR_MS) {
    const local = new Date(at + 8 * HOUR_MS);
    if ((local.getUTCDay() || 7) === day && local.getUTCHours() === hour) return local.toISOString().slice(0, 13);
  }
}

const leases = async (name: string, count: number): Promise<void> => {
  for (let index = 0; index < count; index++) await client.zadd(name, BASE.getTime() + 60_000 + index, `r${index}`);
  // Leases that are over count no more.
  await client.zadd(name, BASE.getTime() - 1, 'old', BASE.getTime(), 'now');
};

interface Kind {
  id: string;
  /** Below, at and above the limit: what is used, and whether the next request is refused. */
  edges: [used: string, reached: boolean][];
  write: (id: string, used: string) => Promise<unknown>;
  allowed: number | string;
}

const money: [string, boolean][] = [
  ['9.99999999999999999', false],
  ['10', true],
  ['10.00000000000000001', true],
];
const whole: [string, boolean][] = [
  ['9', false],
  ['10', true],
  ['11', true],
];

const KINDS: Kind[] = [
  {
    id: 'concurrency',
    allowed: 3,
    // The request counts itself, and is refused if it is one too many.
    edges: [
      ['2', false],
      ['3', true],
      ['4', true],
    ],
    async write(id, used) {
      await key(id, { concurrencyLimit: '3' });
      await leases(`concurrency:${id}`, Number(used));
    },
  },
  {
    id: 'window-requests',
    allowed: 10,
    edges: whole,
    async write(id, used) {
      await key(id, { rateLimitWindow: '5', rateLimitRequests: '10' });
      await window(id, 'requests', used);
    },
  },
  {
    id: 'window-tokens',
    allowed: 10,
    edges: whole,
    async write(id, used) {
      await key(id, { rateLimitWindow: '5', tokenLimit: '10' });
      await window(id, 'tokens', used);
    },
  },
  {
    id: 'window-cost',
    allowed: '10',
    edges: money,
    async write(id, used) {
      await key(id, { rateLimitWindow: '5', rateLimitCost: '10' });
      await window(id, 'cost', used);
    },
  },
  {
    id: 'daily-cost',
    allowed: '10',
    edges: money,
    async write(id, used) {
      await key(id, { dailyCostLimit: '10' });
      await client.set(`usage:cost:daily:${id}:${dayAgo(0)}`, used);
      await client.set(`usage:cost:daily:${id}:${dayAgo(24)}`, '99');
    },
  },
  {
    id: 'weekly-claude-cost',
    allowed: '10',
    edges: money,
    async write(id, used) {
      await key(id, { weeklyOpusCostLimit: '10', weeklyResetDay: '3', weeklyResetHour: '17' });
      await client.set(`usage:opus:weekly:${id}:${weekStart(3, 17)}`, used);
      await client.set(`usage:opus:weekly:${id}:${weekStart(4, 17)}`, '99');
    },
  },
  {
    id: 'total-cost',
    allowed: '10.00',
    edges: money,
    async write(id, used) {
      await key(id, { totalCostLimit: '10.00' });
      await client.set(`usage:cost:total:${id}`, used);
    },
  },
  {
    id: 'account-concurrency',
    allowed: 3,
    edges: [
      ['2', false],
      ['3', true],
      ['4', true],
    ],
    async write(id, used) {
      await client.hset(`claude_console_account:${id}`, {
        id,
        name: id,
        maxConcurrentTasks: '3',
        isActive: 'true',
        schedulable: 'true',
      });
      await leases(`concurrency:console_account:${id}`, Number(used));
    },
  },
  {
    id: 'daily-quota-responses',
    allowed: '10',
    edges: money,
    async write(id, used) {
      const account = { id, name: id, dailyQuota: '10', isActive: 'true', schedulable: 'true' };
      await client.hset(`openai_responses_account:${id}`, { ...account, dailyUsage: used, lastResetDate: dayAgo(0) });
    },
  },
];

test.each(KINDS)('$id', async ({ id, edges, write, allowed }) => {
  for (const [index, [used]] of edges.entries()) await write(`s${index}`, used);
  const { rows, unreadable } = await limits();
  expect(unreadable).toEqual([]);
  const shown = rows
    .filter(({ limit }) => limit === id)
    .toSorted((a, b) => String(a.subject.id).localeCompare(String(b.subject.id)));
  expect(shown.map(({ used, reached }) => [String(used), reached])).toEqual(edges);
  expect(shown.map((row) => Number(row.allowed))).toEqual(edges.map(() => Number(allowed)));
  expect(shown.at(-1)?.remaining).toBe(typeof shown[0]!.allowed === 'string' ? '0' : 0);
  expect(rows).toEqual(rows.toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1)));
});

const only = (data: LimitsData): LimitRow => {
  expect(data.rows).toHaveLength(1);
  return data.rows[0]!;
};

test('every kind of the profile is tested at its edge, or has no figure', async () => {
  await key('k', {});
  const { kinds } = await limits();
  expect(kinds.map(({ id }) => id).toSorted()).toEqual(
    [...KINDS.map(({ id }) => id), 'daily-quota', 'daily-quota-ccr'].toSorted(),
  );
});

test('a missing figure is 0, a limit of 0 or none is no limit', async () => {
  await key('a', { dailyCostLimit: '5' });
  await key('b', { dailyCostLimit: '', totalCostLimit: '0', weeklyOpusCostLimit: '-1', rateLimitRequests: '7' });
  const data = await limits();
  expect(only(data)).toMatchObject({ limit: 'daily-cost', used: '0', share: 0, remaining: '5', reached: false });
  expect(data.subjects).toContainEqual({ word: 'key', title: 'API key', titles: 'API keys', subjects: 2, unlimited: 1 });
  expect(data.notes).toContainEqual({
    code: 'ignored',
    params: { limit: 'requests per window', field: 'rateLimitRequests', because: 'rateLimitWindow', subjects: 1 },
  });
});

describe('a window', () => {
  test('that is over counts nothing, to the millisecond', async () => {
    await key('a', { rateLimitWindow: '5', rateLimitRequests: '10' });
    await window('a', 'requests', '99', 5 * 60_000);
    expect(only(await limits())).toMatchObject({ used: 0, reached: false, resetsAt: null });
    await window('a', 'requests', '99', 5 * 60_000 - 1);
    expect(only(await limits())).toMatchObject({ used: 99, reached: true });
    await client.del('rate_limit:window_start:a');
    expect(only(await limits())).toMatchObject({ used: 0, reached: false });
  });

  test('has no limit of cost beside one of tokens', async () => {
    await key('a', { rateLimitWindow: '5', tokenLimit: '10', rateLimitCost: '1' });
    expect(only(await limits()).limit).toBe('window-tokens');
  });
});

describe('when a figure begins again', () => {
  test('the day at midnight of the offset', async () => {
    await key('a', { dailyCostLimit: '5' });
    expect(only(await limits())).toMatchObject({
      since: `${dayAgo(0)}T00:00:00+08:00`,
      resetsAt: `${dayAgo(-24)}T00:00:00+08:00`,
    });
    const west = only(await limits({ utcOffset: -5 }));
    expect(west.since).toBe(`${new Date(BASE.getTime() - 5 * HOUR_MS).toISOString().slice(0, 10)}T00:00:00-05:00`);
  });

  test.each([1, 2, 3, 4, 5, 6, 7])('the week of each API key on day %d at its hour', async (day) => {
    for (const hour of [0, 9, 23])
      await key(`h${hour}`, { weeklyOpusCostLimit: '5', weeklyResetDay: String(day), weeklyResetHour: String(hour) });
    for (const { subject, since, resetsAt } of (await limits()).rows) {
      const start = weekStart(day, Number(subject.id!.slice(1)));
      expect(since).toBe(`${start}:00:00+08:00`);
      expect(Date.parse(resetsAt!) - Date.parse(since!)).toBe(7 * DAY_MS);
    }
  });

  test.each<[now: string, week: string]>([
    ['2025-12-30T04:00:00Z', '2025-W01'],
    ['2026-11-20T04:00:00Z', '2026-W47'],
    ['2027-01-01T04:00:00Z', '2027-W53'],
    ['2027-06-16T04:00:00Z', '2027-W25'],
  ])('older releases named the week of %s %s', async (now, week) => {
    await key('a', { weeklyOpusCostLimit: '5' });
    await client.set(`usage:opus:weekly:a:${week}`, '4');
    const data = await limits({ profiles: ['claude-relay-service@1.1.250'], now: new Date(now) });
    expect(only(data)).toMatchObject({ used: '4', limit: 'weekly-claude-cost' });
  });
});

describe('at this rate', () => {
  test('a total is reached when the last seven days say so', async () => {
    await key('a', { totalCostLimit: '100' });
    await client.set('usage:cost:total:a', '30');
    for (let ago = 1; ago <= 7; ago++) await client.set(`usage:cost:daily:a:${dayAgo(ago * 24)}`, '10');
    const { reachedAt } = only(await limits());
    expect(Date.parse(reachedAt!) - BASE.getTime()).toBe(7 * DAY_MS);
  });

  test('a total without usage is never reached', async () => {
    await key('a', { totalCostLimit: '100' });
    expect(only(await limits()).reachedAt).toBeNull();
  });

  test('a day is reached before its reset, or not at all', async () => {
    const noon = new Date(`${dayAgo(0)}T12:00:00+08:00`);
    await key('a', { dailyCostLimit: '10' });
    await client.set(`usage:cost:daily:a:${dayAgo(0)}`, '8');
    expect(only(await limits({ now: noon })).reachedAt).toBe(`${dayAgo(0)}T15:00:00+08:00`);
    await client.set(`usage:cost:daily:a:${dayAgo(0)}`, '4');
    expect(only(await limits({ now: noon })).reachedAt).toBeNull();
  });
});

test('yesterday’s counter of an account counts nothing', async () => {
  const account = { name: 'r', dailyQuota: '10', isActive: 'true', schedulable: 'true' };
  await client.hset('openai_responses_account:r', { ...account, dailyUsage: '99', lastResetDate: dayAgo(24) });
  const data = await limits();
  expect(only(data)).toMatchObject({ used: '0', reached: false });
  expect(data.notes.map(({ code }) => code)).toContain('not-enforced');
});

test('a quota whose cost is not stored is not known, and never 0', async () => {
  await client.hset('claude_console_account:c', {
    name: 'c',
    dailyQuota: '50',
    dailyUsage: '0',
    isActive: 'true',
    schedulable: 'true',
  });
  const data = await limits();
  expect(only(data)).toMatchObject({ limit: 'daily-quota', used: null, share: null, reached: null });
  expect(data.notes.map(({ code }) => code)).toContain('not-stored');
});

test('what is no number is reported, and never computed with', async () => {
  await key('a', { dailyCostLimit: 'much', totalCostLimit: '5', concurrencyLimit: '2.5' });
  await client.set('usage:cost:total:a', 'NaN');
  await key('b', { weeklyOpusCostLimit: '5', weeklyResetDay: '8' });
  await key('c', { rateLimitWindow: 'x', rateLimitRequests: '5' });
  await key('d', { concurrencyLimit: '5' });
  await client.set('concurrency:d', '3');
  const { rows, unreadable } = await limits();
  expect(rows.map(({ used, share, reached }) => [used, share, reached])).toEqual(rows.map(() => [null, null, null]));
  expect(unreadable.map(({ subject, limit, why, where }) => `${subject.id} ${limit} ${why} ${where}`).toSorted()).toEqual(
    [
      'a concurrency text concurrencyLimit',
      'a daily-cost text dailyCostLimit',
      'a total-cost text usage:cost:total:{keyId}',
      'b weekly-claude-cost text weeklyResetDay',
      'c window-requests text rateLimitWindow',
      'd concurrency refused concurrency:{keyId}',
    ].toSorted(),
  );
});

test('API keys that are switched off or expired are refused whatever the figures; deleted ones are left out', async () => {
  await key('off', { isActive: 'false', dailyCostLimit: '5' });
  await key('old', { expiresAt: new Date(BASE.getTime() - 1).toISOString() });
  await key('soon', { expiresAt: BASE.toISOString(), dailyCostLimit: '5' });
  await key('gone', { isDeleted: 'true', isActive: 'false', dailyCostLimit: '5' });
  const { rows, closed, subjects } = await limits();
  expect(closed.map(({ subject, why }) => `${subject.id} ${why}`).toSorted()).toEqual(['off switched off', 'old expired']);
  expect(rows.map(({ subject, closed: why }) => `${subject.id} ${why}`).toSorted()).toEqual(['off switched off', 'soon null']);
  expect(subjects.find(({ word }) => word === 'key')).toMatchObject({ subjects: 3, unlimited: 1 });
});
