import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { auditDirectly, DAY } from '../support/direct-audit.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

/** Daily statistics of a key, each of the length. */
async function fill(db: number, id: string, keys: number, length: number): Promise<void> {
  await client.select(db);
  const script = `for i = 1, ${keys} do
    local name = 'usage:daily:${id}:' .. string.format('%04d-%02d-%02d', 2000 + math.floor(i / 336), math.floor(i / 28) % 12 + 1, i % 28 + 1)
    redis.call('HSET', name, 'requests', string.rep('x', ${length}))
    redis.call('EXPIRE', name, ${20 * DAY})
  end`;
  await client.eval(script, 0);
}

/** What the server itself says of all keys of a database that the pattern fits. */
async function bytesIn(db: number, pattern: string): Promise<number> {
  await client.select(db);
  const sum = await client.eval(
    `local sum = 0; for _, key in ipairs(redis.call('KEYS', ARGV[1])) do sum = sum + redis.call('MEMORY', 'USAGE', key) end; return sum`,
    0,
    pattern,
  );
  return Number(sum);
}

test('with every database, what a key holds is estimated from its own keys, not from those of other databases', async () => {
  await fill(0, 'k1', 3_000, 4_000);
  await client.hset('apikey:k1', { name: 'one' });
  await fill(3, 'gone', 3_000, 10);
  const { data } = await auditDirectly({ port: server.port }, { databases: 'all' });
  const [truth0, truth3] = [await bytesIn(0, '*k1*'), await bytesIn(3, '*')];
  const top = data.dimensions.find(({ dimension }) => dimension === 'api-key')?.top ?? [];
  expect(top.map(({ keys, bytesHow }) => [keys, bytesHow])).toEqual([
    [3_001, 'estimated'],
    [3_000, 'estimated'],
  ]);
  expect(Math.abs(top[0]!.bytes! / truth0 - 1)).toBeLessThan(0.03);
  expect(Math.abs(top[1]!.bytes! / truth3 - 1)).toBeLessThan(0.03);
  const orphan = data.findings.find(({ code }) => code === 'orphan-owner');
  expect(orphan?.evidence).toMatch(/3,000 keys, about \d+ KiB/);
});

test('with every key read they are counted', async () => {
  await fill(0, 'k1', 900, 100);
  const { data } = await auditDirectly({ port: server.port }, { exact: true });
  const [row] = data.dimensions.find(({ dimension }) => dimension === 'api-key')?.top ?? [];
  expect(row).toMatchObject({ keys: 900, bytes: await bytesIn(0, '*'), bytesHow: 'counted' });
});
