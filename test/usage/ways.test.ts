/** The same figures, whatever way leads to the names of the keys: all names, index sets, another scan, a snapshot, a cluster. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usageServer, usageSnapshot, type UsageOptions } from '../../src/lib/library/usage.js';
import type { UsageData } from '../../src/lib/usage/model.js';
import { loadRelay } from '../support/audit.js';
import { BASE, dayAgo, hourAgo } from '../support/clock.js';
import { usageOfLarge } from '../support/large-database.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  await loadRelay(server.port);
  client = server.client();
});
afterAll(() => server?.stop());

const COMMON = { now: BASE, utcOffset: 8, showIds: true } as const;

const byIndexes = (options: UsageOptions) => usageOfLarge(server.port, options);

const figures = ({ tables, notes }: UsageData): unknown => ({ tables, notes });

const QUESTIONS: readonly UsageOptions[] = [
  {},
  { by: ['key'] },
  { by: ['key'], period: { kind: 'day', text: 'yesterday' }, compare: true },
  { by: ['model', 'day'], period: { kind: 'last', count: 3, cut: 'day' }, top: 5 },
  { by: ['account'], period: { kind: 'last', count: 5, cut: 'hour' } },
  { by: ['key', 'model'], period: { kind: 'day', text: 'today' }, top: 1_000 },
  { by: ['user'], period: { kind: 'all-time' } },
  { by: ['week'], period: { kind: 'last', count: 10, cut: 'day' } },
];

test.each(QUESTIONS)('%j', async (options) => {
  const { data } = await usageServer({ port: server.port }, { ...COMMON, ...options });
  expect(data.source).toMatchObject({ kind: 'live', names: 'names', partial: null });
  const indexed = await byIndexes(options);
  expect(indexed.data.source.names).toBe('indexes');
  expect(figures(indexed.data)).toEqual(figures(data));
  await client.save();
  const snapshot = await usageSnapshot(join(server.dir, 'dump.rdb'), { ...COMMON, ...options });
  expect(figures(snapshot.data)).toEqual(figures(data));
});

describe('by index sets', () => {
  test('a day whose key is missing is the sum of its hours', async () => {
    // The first day of a month could also be answered from the month.
    const day = dayAgo(24);
    const options: UsageOptions = { by: ['key'], period: { kind: 'day', text: 'yesterday' }, top: 1_000 };
    const before = await byIndexes(options);
    const id = before.data.tables[0]!.rows[0]!.labels[0]!.id!;
    const name = `usage:daily:${id}:${day}`;
    const payload = await client.dumpBuffer(name);
    await client.del(name);
    const after = await byIndexes(options);
    await client.restore(name, 7_200_000, payload!);
    expect(after.data.tables[0]!.rows.map((row) => ({ ...row, fromParts: false }))).toEqual(before.data.tables[0]!.rows);
    expect(after.data.tables[0]!.rows.filter(({ fromParts }) => fromParts)).toHaveLength(1);
    expect(after.data.notes).toContainEqual({ code: 'from-parts', params: { periods: [day], keys: 1 } });
  });

  test('an owner needs no list of others', async () => {
    const [row] = (await byIndexes({ by: ['key'] })).data.tables[0]!.rows;
    const id = row!.labels[0]!.id!;
    const own = await byIndexes({ owners: [id], by: ['day'], period: { kind: 'last', count: 3, cut: 'day' } });
    const all = await byIndexes({ by: ['key', 'day'], period: { kind: 'last', count: 3, cut: 'day' }, top: 1_000 });
    const expected = all.data.tables[0]!.rows.filter(({ labels }) => labels[0]!.id === id);
    expect(own.data.tables[0]!.rows.map(({ labels, figures: of }) => [labels[0]!.id, of])).toEqual(
      expected.map(({ labels, figures: of }) => [labels[1]!.id, of]),
    );
  });

  test('an owner that no list names is found by its keys', async () => {
    const [row] = (await byIndexes({ by: ['model'], period: { kind: 'day', text: 'today' } })).data.tables[0]!.rows;
    const id = row!.labels[0]!.id!;
    const { data } = await byIndexes({ owners: [`model:${id}`], period: { kind: 'day', text: 'today' } });
    expect(data.source.names).toBe('names');
    expect(data.tables[0]!.total.figures.requests).toBe(row!.figures.requests);
  });

  test('the list of all API keys is not trusted if it is lost', async () => {
    const options: UsageOptions = { by: ['key'], period: { kind: 'all-time' }, top: 1_000 };
    const before = await byIndexes(options);
    await client.rename('apikey:idx:all', 'apikey:idx:lost');
    const after = await byIndexes(options);
    await client.rename('apikey:idx:lost', 'apikey:idx:all');
    expect(after.data.source.names).toBe('names');
    expect(after.data.tables).toEqual(before.data.tables);
  });

  test('a set that lists nobody is named', async () => {
    const hour = hourAgo(3);
    const name = `usage:hourly:index:${hour}`;
    const payload = await client.dumpBuffer(name);
    await client.del(name);
    const { data } = await byIndexes({ by: ['hour'], period: { kind: 'last', count: 5, cut: 'hour' } });
    await client.restore(name, 7_200_000, payload!);
    expect(data.notes).toContainEqual({ code: 'empty-indexes', params: { sets: [name], count: 1 } });
  });
});
