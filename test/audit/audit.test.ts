import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/lib/format/errors.js';
import { auditDirectly, put } from '../support/direct-audit.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const KEYS = 3_000;

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  const ids = Array.from({ length: KEYS / 2 }, (_, index) => `id${index}`);
  await put(client, Object.fromEntries(ids.map((id) => [`apikey:${id}`, { name: id }])));
  await put(client, Object.fromEntries(ids.map((id, index) => [`note:${id}`, 'x'.repeat(index % 300)])), 3_600);
});
afterAll(() => server.stop());

/** Commands that the server has run, and tried to run, since the last reset. */
async function callsSince(): Promise<number> {
  const info = await client.info('commandstats');
  const calls = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+),.*?rejected_calls=(\d+)/gm)];
  return calls
    .filter(([, name]) => name !== 'config|resetstat')
    .reduce((sum, [, , run, rejected]) => sum + Number(run) + Number(rejected), 0);
}

describe('the command ceiling', () => {
  test.each([45, 60, 100, 200, 500, 2_000])('of %i is never passed, by the count of the server', async (ceiling) => {
    await client.config('RESETSTAT');
    const { data, commands, exitCode } = await auditDirectly({ port: server.port }, { ceiling, exact: true });
    expect(await callsSince()).toBeLessThanOrEqual(ceiling);
    expect(commands).toBeLessThanOrEqual(ceiling);
    expect(data.keys).toBeLessThanOrEqual(KEYS);
    expect(exitCode).toBe(data.source.partial === null ? EXIT.ok : EXIT.partial);
    expect(data.source.exact).toBe(false);
  });

  test('costs metadata first: the count stays whole as long as it can', async () => {
    const { data, warnings } = await auditDirectly({ port: server.port }, { ceiling: 500, exact: true });
    expect(data).toMatchObject({ keys: KEYS, source: { partial: 'max-commands', countProven: true, exact: false } });
    expect(warnings.map(({ code }) => code)).toContain('ceiling-reached');
  });

  test('of no matter leaves nothing out', async () => {
    const { data, commands } = await auditDirectly({ port: server.port }, { exact: true });
    expect(data.source).toMatchObject({ exact: true, countProven: true });
    expect(commands).toBeGreaterThan(3 * KEYS);
  });
});

describe('exact figures', () => {
  test('are those that the server gives key by key', async () => {
    const { data } = await auditDirectly({ port: server.port }, { exact: true });
    const names = await client.keys('note:*');
    const pipeline = client.pipeline();
    for (const name of names) pipeline.memory('USAGE', name);
    const sizes = (await pipeline.exec())!.map(([, bytes]) => Number(bytes));
    const sum = sizes.reduce((total, bytes) => total + bytes, 0);
    const notes = data.families.find(({ pattern }) => pattern.startsWith('note:'));
    expect(notes).toMatchObject({ keys: KEYS / 2, exact: true, bytes: sum, bytesLow: sum, bytesHigh: sum, noTtl: 0 });
    expect(data.largest[0]!.bytes).toBe(Math.max(...sizes, data.largest[0]!.bytes));
    expect(data.families.reduce((total, { keys }) => total + keys, 0)).toBe(KEYS);
  });

  test('the sample is stated with an interval that holds them', async () => {
    const { data: whole } = await auditDirectly({ port: server.port }, { exact: true });
    const { data: sampled, commands } = await auditDirectly({ port: server.port });
    expect(commands).toBeLessThan(KEYS * 2);
    for (const row of sampled.families) {
      const truth = whole.families.find(({ pattern }) => pattern === row.pattern)!;
      expect(row.keys).toBe(truth.keys);
      const width = row.bytesHigh! - row.bytesLow!;
      expect(Math.abs(row.bytes! - truth.bytes!)).toBeLessThanOrEqual(width);
    }
  });
});

describe('a part of the keyspace', () => {
  test('--limit looks at so many keys', async () => {
    for (const limit of [1, 100, 2_999]) {
      const { data, exitCode } = await auditDirectly({ port: server.port }, { limit });
      expect([data.keys, data.source.partial, exitCode]).toEqual([limit, 'limit', EXIT.ok]);
    }
  });

  test('by name and by type', async () => {
    expect((await auditDirectly({ port: server.port }, { pattern: 'note:*' })).data.keys).toBe(KEYS / 2);
    const { data } = await auditDirectly({ port: server.port }, { type: 'hash' });
    expect(data.families.map(({ pattern, keys }) => [pattern, keys])).toEqual([['apikey:{keyId}', KEYS / 2]]);
  });

  test('every database, each with its own count', async () => {
    await server.client({ db: 5 }).set('five', 'x');
    const { data } = await auditDirectly({ port: server.port }, { databases: 'all' });
    expect(data.databases).toMatchObject([
      { db: 0, keys: KEYS, scanned: KEYS },
      { db: 5, keys: 1, scanned: 1 },
    ]);
    expect(data.keys).toBe(KEYS + 1);
    await server.client({ db: 5 }).flushdb();
  });

  test('what was seen until an interruption', async () => {
    const stop = new AbortController();
    const { data, exitCode } = await auditDirectly(
      { port: server.port },
      { signal: stop.signal, maxLatencyMs: 0.1, onProgress: () => stop.abort() },
    );
    expect([data.source.partial, exitCode]).toEqual(['interrupted', EXIT.interrupted]);
    expect(data.keys).toBeGreaterThan(0);
    expect(data.keys).toBeLessThan(KEYS);
  });
});

test('nothing is written', async () => {
  await client.config('RESETSTAT');
  const before = await client.call('DEBUG', 'DIGEST');
  await auditDirectly({ port: server.port }, { exact: true });
  expect(await client.call('DEBUG', 'DIGEST')).toBe(before);
});
