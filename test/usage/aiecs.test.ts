/** Usage by users and billing cycles, held against random histories of a token usage repository. */
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usageServer, type UsageOptions } from '../../src/lib/library/usage.js';
import type { UsageData, UsageTable } from '../../src/lib/usage/model.js';
import { BASE, DAY_MS } from '../support/clock.js';
import { usageOfLarge } from '../support/large-database.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const RUNS = Number(process.env['METER_USAGE_RUNS'] ?? 25);

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server?.stop());

const usage = async (options: UsageOptions): Promise<UsageData> =>
  (
    await usageServer(
      { port: server.port },
      { profiles: ['aiecs'], now: BASE, utcOffset: 0, showIds: true, top: 10_000, ...options },
    )
  ).data;

const FIELDS = { input: 'prompt_tokens', output: 'completion_tokens', tokens: 'total_tokens' } as const;
type Counter = keyof typeof FIELDS;

const dayAgo = (days: number): string => new Date(BASE.getTime() - days * DAY_MS).toISOString().slice(0, 10);
const days = Array.from({ length: 6 }, (_, ago) => dayAgo(ago));

interface Call {
  user: string;
  period: string;
  counter: Counter;
  amount: bigint;
}

const call = fc.record<Call>({
  user: fc.constantFrom('alice', 'bob', 'tenant:7:carol', 'ünï:code', 'health_check_test_2', '42'),
  period: fc.oneof(fc.constantFrom(...days), fc.constantFrom('cycle-2026Q4', '2026-11', 'a b')),
  counter: fc.constantFrom<Counter>('input', 'output', 'tokens'),
  amount: fc.oneof(fc.bigInt({ min: 0n, max: 5_000n }), fc.constant(2n ** 54n + 1n)),
});

/** By label, then by counter; a counter that was never called is not known. */
function summed(calls: readonly Call[], labelOf: (call: Call) => string | null): Record<string, Record<string, string | null>> {
  const rows: Record<string, Record<string, bigint | null>> = {};
  for (const each of calls) {
    const label = labelOf(each);
    if (label === null) continue;
    const row = (rows[label] ??= { input: null, output: null, tokens: null });
    row[each.counter] = (row[each.counter] ?? 0n) + each.amount;
  }
  return Object.fromEntries(
    Object.entries(rows).map(([label, row]) => [
      label,
      Object.fromEntries(Object.entries(row).map(([name, sum]) => [name, sum === null ? null : String(sum)])),
    ]),
  );
}

const shown = ({ rows }: UsageTable): Record<string, Record<string, string | null>> =>
  Object.fromEntries(
    rows.map(({ labels, figures }) => [
      labels.map(({ id }) => id).join('|'),
      Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value === null ? null : String(value)])),
    ]),
  );

async function carriedOut(calls: readonly Call[]): Promise<void> {
  await client.flushdb();
  const pipeline = client.pipeline();
  for (const { user, period, counter, amount } of calls)
    pipeline.call('HINCRBY', `token_usage:${user}:${period}`, FIELDS[counter], String(amount));
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

/** Sums beyond 64 bits are refused by the server. */
const calls = fc.array(call, { minLength: 1, maxLength: 40 });

describe('any history', () => {
  test('is added up exactly by user, by day and by both', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (history) => {
        await carriedOut(history);
        const dated = history.filter(({ period }) => days.slice(0, 4).includes(period));
        const period = { kind: 'last', count: 4, cut: 'day' } as const;
        const byUser = await usage({ by: ['user'], period });
        expect(shown(byUser.tables[0]!)).toEqual(summed(dated, ({ user }) => user));
        const crossed = await usage({ by: ['user', 'day'], period });
        expect(shown(crossed.tables[0]!)).toEqual(summed(dated, (each) => `${each.user}|${each.period}`));
        const cycles = new Set(history.map((each) => each.period).filter((each) => !/^\d{4}-\d\d-\d\d$/.test(each)));
        const noted = byUser.notes.find(({ code }) => code === 'other-cycles');
        expect(noted?.params ?? { count: 0 }).toMatchObject({ count: cycles.size });
      }),
      { numRuns: RUNS },
    );
  });

  test('is added up exactly by billing cycle, and by owner', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (history) => {
        await carriedOut(history);
        for (const text of ['cycle-2026Q4', '2026-11', days[0]!]) {
          const data = await usage({ by: ['user'], period: { kind: 'cycle', text } });
          expect(shown(data.tables[0]!)).toEqual(
            summed(
              history.filter(({ period }) => period === text),
              ({ user }) => user,
            ),
          );
        }
        const [{ user, period }] = history as [Call, ...Call[]];
        const own = await usage({ owners: [user], by: ['user'], period: { kind: 'cycle', text: period } });
        expect(shown(own.tables[0]!)).toEqual(
          summed(
            history.filter((each) => each.user === user && each.period === period),
            () => user,
          ),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

test('a value that is no number is reported, and never computed with', async () => {
  await client.flushdb();
  await client.hset(`token_usage:alice:${dayAgo(0)}`, { total_tokens: '12.5', prompt_tokens: '5' });
  await client.hset(`token_usage:bob:${dayAgo(0)}`, { total_tokens: '7', prompt_tokens: 'many' });
  const { tables, notes } = await usage({ by: ['user'], period: { kind: 'day', text: 'today' } });
  expect(shown(tables[0]!)).toEqual({
    alice: { input: '5', output: null, tokens: null },
    bob: { input: null, output: null, tokens: '7' },
  });
  expect(notes).toContainEqual({
    code: 'odd-values',
    params: { keys: 2, examples: [`token_usage:alice:${dayAgo(0)}`, `token_usage:bob:${dayAgo(0)}`].toSorted() },
  });
});

test('a name in other bytes than UTF-8 is a name', async () => {
  await client.flushdb();
  const name = Buffer.concat([Buffer.from('token_usage:'), Buffer.from([0xff, 0x1b]), Buffer.from(`:${dayAgo(0)}`)]);
  await client.hset(name, 'total_tokens', '3');
  const { tables } = await usage({ by: ['user'], period: { kind: 'day', text: 'today' } });
  expect(tables[0]!.rows[0]).toMatchObject({ labels: [{ id: String.raw`\xff\x1b` }], figures: { tokens: 3 } });
});

test('an owner is found in a large database, although no set lists users', async () => {
  await client.flushdb();
  await client.hset(`token_usage:alice:${dayAgo(0)}`, 'total_tokens', '3');
  await client.hset(`token_usage:bob:${dayAgo(0)}`, 'total_tokens', '5');
  await client.hset('token_usage:alice:CYCLE', 'total_tokens', '7');
  const day = await usageOfLarge(server.port, { owners: ['alice'], period: { kind: 'day', text: dayAgo(0) } });
  expect(day.data.source.names).toBe('names');
  expect(day.data.tables[0]!.total.figures.tokens).toBe(3);
  const cycle = await usageOfLarge(server.port, { owners: ['alice'], period: { kind: 'cycle', text: 'CYCLE' } });
  expect(cycle.data.tables[0]!.total.figures.tokens).toBe(7);
  await expect(usageOfLarge(server.port, { owners: ['carol'] })).rejects.toThrow('No user is called "carol".');
});
