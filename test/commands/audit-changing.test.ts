import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { familyOf, keysOf, loadRelay, auditInside } from '../support/audit.js';
import { startProxy } from '../support/proxy.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const WRITES = 12;

let server: TestServer;
let keys: number;
let owners: number;
beforeAll(async () => {
  server = await startRedis();
  const manifest = await loadRelay(server.port);
  keys = keysOf(manifest);
  owners = manifest.families.find(({ pattern }) => pattern === 'apikey:{keyId}')!.keys;
});
afterAll(() => server.stop());

describe('a keyspace that changes while it is read', () => {
  test('keys that appear, expire and vanish: nothing fails, and the count is not called proven', async () => {
    const client = server.client();
    const doomed = await client.keys('usage:hourly:index:*');
    let written = 0;
    const proxy = await startProxy(server.port, {
      beforeScan: async (n) => {
        // Written faster than it is scanned, a keyspace would never come to an end.
        if (n > WRITES) return;
        const pipeline = client.pipeline();
        for (let index = 0; index < 40; index++) {
          pipeline.set(`fleeting:${written}`, 'x', 'PX', 20);
          pipeline.hset(`usage:daily:00000000-0000-4000-8000-000000000000:2026-11-${(written % 30) + 1}`, 'requests', '1');
          pipeline.set(`limiter:${written++}`, '1');
        }
        for (const key of doomed.splice(0, 8)) pipeline.del(key);
        await pipeline.exec();
      },
    });
    try {
      const { data, envelope, code } = await auditInside(['-u', proxy.url]);
      expect(written).toBeGreaterThan(200);
      expect(code).toBe(0);
      expect(data.source).toMatchObject({ partial: null, countProven: false });
      expect(data.source.countNote).toMatch(/keys came, went or expired/);
      // A key that is there all the time is always seen.
      expect(familyOf(data, 'apikey:{keyId}').keys).toBe(owners);
      expect(data.keys).toBeGreaterThan(keys * 0.9);
      await assertMatchesSchema('audit', envelope);
    } finally {
      await proxy.stop();
    }
  });

  test('keys that are gone when their metadata is asked for are counted as vanished', async () => {
    const other = await startRedis();
    const client = other.client();
    const pipeline = client.pipeline();
    for (let index = 0; index < 400; index++) pipeline.set(`fleeting:${index}`, 'x');
    for (let index = 0; index < 30; index++) pipeline.set(`lasting:${index}`, 'x');
    await pipeline.exec();
    const fleeting = Array.from({ length: 400 }, (_, index) => `fleeting:${index}`);
    const proxy = await startProxy(other.port, {
      beforeRead: async () => {
        await client.unlink(...fleeting);
      },
    });
    try {
      const { data, code } = await auditInside(['-u', proxy.url]);
      expect(code).toBe(0);
      expect(data.vanished).toBeGreaterThan(50);
      expect(data.source.countProven).toBe(false);
      expect(familyOf(data, 'lasting:{int}')).toMatchObject({ keys: 30, sampled: 30, noTtl: 30 });
      const gone = familyOf(data, 'fleeting:{int}');
      expect(gone).toMatchObject({ keys: data.vanished, sampled: 0, bytes: null });
    } finally {
      await proxy.stop();
      await other.stop();
    }
  });
});
