/** The release of an application, for verbs that do not read its data. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Redis } from 'ioredis';
import { loadProfile } from '../../src/lib/profile/load.js';
import { askReleases, type AskedReleases } from '../../src/lib/recognise/ask-releases.js';
import { readOnlyGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { openSession } from '../../src/lib/redis/topology.js';
import { resolveTarget } from '../../src/lib/redis/resolve-target.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay } from '../support/tiny-relay.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await client.flushall();
  await loadTinyRelay(client);
});

async function asked(): Promise<AskedReleases> {
  const access = { guard: readOnlyGuard(), ledger: openLedger() };
  const session = await openSession(await resolveTarget({ port: server.port }, {}), access);
  try {
    return await askReleases(session, access, await loadProfile('claude-relay-service'));
  } finally {
    session.close();
  }
}

test('is recognised from all names of a small database', async () => {
  const { releases, partly } = await asked();
  expect(releases?.from).toMatch(/^1\.1\.\d+$/);
  expect(partly).toBeNull();
});

test('says of a large one how many names were seen', async () => {
  await client.eval("for i = 1, 150000 do redis.call('SET', 'other:' .. i, '1') end", 0);
  const { partly } = await asked();
  expect(partly).toBeGreaterThanOrEqual(100_000);
  expect(partly).toBeLessThan(150_000);
});

test('is the stored one, if there is one, however large the database is', async () => {
  await client.set('system:migrated:version', '1.1.300');
  expect(await asked()).toEqual({ releases: { from: '1.1.300', to: '1.1.300' }, partly: null });
});
