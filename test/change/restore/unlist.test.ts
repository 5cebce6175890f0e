/** What a rollup has put into an index is taken out again with the keys that it has made, and with no others. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ArchiveRecord } from '../../../src/lib/change/archive/record.js';
import { startProxy } from '../../support/proxy.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { archiveOf, restoring } from './support/restoring.js';

const DAY = '2026-11-19';
const INDEX = `usage:daily:index:${DAY}`;
const dayOf = (key: string): string => `usage:daily:${key}:${DAY}`;
const LIFE_MS = 86_400_000;

let server: TestServer;
let client: Redis;
let records: Partial<ArchiveRecord>[];
let path: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  const expireAtMs = Date.now() + LIFE_MS;
  const shared = { expireAtMs, value: { form: 'absent' } } as const;
  const made = ['k1', 'k2'].map((key): Partial<ArchiveRecord> => {
    const fields = { requests: { before: null, after: '7' } };
    return { ...shared, name: dayOf(key), family: 'usage.daily', action: 'raise', fields };
  });
  const listed: Partial<ArchiveRecord> = {
    ...shared,
    name: INDEX,
    family: 'usage.daily.index',
    action: 'listed',
    value: { form: 'typed', type: 'set', value: ['k1', 'k2'] },
    details: { keys: ['k1', 'k2'].map(dayOf) },
  };
  records = [listed, ...made];
});
afterAll(() => server.stop());
beforeEach(async () => {
  path = await archiveOf(records);
  await client.flushall();
  for (const key of ['k1', 'k2']) await client.hset(dayOf(key), { requests: '7' });
  await client.sadd(INDEX, 'k1', 'k2');
  await client.pexpire(INDEX, LIFE_MS);
});

const members = async (): Promise<string[]> => (await client.smembers(INDEX)).toSorted();

test('the members of the keys that are gone, and not of one that has been counted on', async () => {
  await client.hincrby(dayOf('k2'), 'requests', 1);
  expect((await restoring(server.port, [path])).fates).toMatchObject({ restored: 3 });
  expect(await client.hgetall(dayOf('k2'))).toEqual({ requests: '1' });
  expect(await members()).toEqual(['k2']);
  expect((await restoring(server.port, [path])).fates).toMatchObject({ restored: 0, there: 3 });
  expect(await members()).toEqual(['k2']);
});

test('members of other keys stay, and a key of another type is left alone', async () => {
  await client.sadd(INDEX, 'k3');
  await restoring(server.port, [path]);
  expect(await members()).toEqual(['k3']);
  await client.set(INDEX, 'x');
  expect((await restoring(server.port, [await archiveOf(records)])).fates).toMatchObject({ refused: 1 });
  expect(await client.get(INDEX)).toBe('x');
});

test('a key that comes back in between is put in again, and the index has its life', async () => {
  const proxy = await startProxy(server.port, {
    async beforeCommand(_, name) {
      if (name === 'SREM') await client.hset(dayOf('k1'), { requests: '1' });
    },
  });
  try {
    expect((await restoring(proxy.port, [path])).failure).toBe(null);
  } finally {
    await proxy.stop();
  }
  expect(await members()).toEqual(['k1']);
  expect(await client.pttl(INDEX)).toBeGreaterThan(LIFE_MS / 2);
});

test.each([
  ['before the members go', 'SREM'],
  ['after they have gone', 'EXISTS'],
])('killed %s, the same again does the rest', async (_, command) => {
  const sent: string[] = [];
  const onCommand = ([name = '']: readonly string[]): void => {
    if (name === command && (name === 'SREM' || sent.includes('SREM'))) throw new Error('killed');
    sent.push(name);
  };
  await expect(restoring(server.port, [path], { onCommand })).rejects.toThrow('killed');
  await client.hset(dayOf('k2'), { requests: '1' });
  expect((await restoring(server.port, [path])).failure).toBe(null);
  expect(await members()).toEqual(['k2']);
});
