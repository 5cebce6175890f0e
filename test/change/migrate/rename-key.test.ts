/** A key whose new name lies in another slot of a cluster, so that it is made there and then removed here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArchiveWriter } from '../../../src/lib/change/archive/writer.js';
import type { ChangeRun } from '../../../src/lib/change/engine/run-changes.js';
import { renameKey } from '../../../src/lib/change/migrate/rename-key.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { engineOver } from '../engine/support/engine-over.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

const [OLD, NEW] = ['usage:monthly:k1:2026-10', 'old:usage:monthly:k1:2026-10'];

test.each(['scripts', 'transactions'] as const)('stays where somebody counts on it meanwhile (%s)', async (way) => {
  const client = server.client();
  await client.flushall();
  await client.hset(OLD, { requests: '7' });
  let counted = 0;
  const archive: ArchiveWriter = {
    path: '',
    records: 0,
    bytes: 0,
    // The new key is about to be made of what was read of the old one.
    async append(records) {
      if (records.some(({ action }) => action === 'raise')) counted = await client.hincrby(OLD, 'requests', 5);
    },
    end: () => {},
    flush: async () => {},
    close: () => Promise.resolve(),
  };
  const { engine, session, sender, close } = await engineOver(server.port, way, archive);
  // One server stands for both slots.
  const run = { session: { ...session, mode: 'cluster' }, sender, engine, db: 0 } as unknown as ChangeRun;
  const additive = (): never => {
    throw new Error('nothing is added up');
  };
  expect(await renameKey({ name: OLD, to: NEW, family: 'usage.monthly' }, { run, sum: false, additive })).toBe('altered');
  expect(counted).toBeGreaterThan(7);
  expect(await client.hget(OLD, 'requests')).toBe(String(counted));
  expect(await client.exists(NEW)).toBe(0);
  close();
});
