import { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slotOfKey } from '../../../src/lib/redis/cluster.js';
import { startCluster, type TestCluster } from '../../support/redis-cluster.js';
import { archiveOf, restoring } from './support/restoring.js';

let cluster: TestCluster;
let client: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ masters: 3 });
  client = new Cluster([{ host: '127.0.0.1', port: cluster.masters[0]!.port }]);
});
afterAll(async () => {
  client.disconnect();
  await cluster.stop();
});

test('keys of one server are brought into a cluster, added to once, and noted in their own slots until all are back', async () => {
  const names = [
    ...Array.from({ length: 30 }, (_, index) => `usage:hourly:k${index}:2026-11-20:03`),
    'usage:hourly:{tag}:2026-11-20:03',
  ];
  const path = await archiveOf(
    names.map((name) => ({
      name,
      value: { form: 'typed', type: 'hash', value: [{ field: 'requests', value: '100', expireAtMs: null }] },
    })),
  );
  await Promise.all(names.slice(10).map((name) => client.hset(name, { requests: '1' })));
  const { port } = cluster.masters[1]!;
  const held = async (): Promise<string[]> =>
    (await Promise.all(client.nodes('master').map((node) => node.keys('meter:*')))).flat();
  expect((await restoring(port, [path])).fates).toMatchObject({ restored: 10, alive: names.length - 10 });
  expect(new Set((await held()).map(slotOfKey))).toEqual(new Set(names.slice(0, 10).map(slotOfKey)));
  const merged = await restoring(port, [path], { mode: 'merge' });
  expect(merged.fates).toMatchObject({ restored: names.length - 10, there: 10 });
  expect((await restoring(port, [path], { mode: 'merge' })).fates).toMatchObject({ there: names.length });
  const values = await Promise.all(names.map((name) => client.hget(name, 'requests')));
  expect(values).toEqual(names.map((_, index) => (index < 10 ? '100' : '101')));
  // A call that fails would be reported by the next audit as a fault of the application.
  const failed = await Promise.all(cluster.masters.map((master) => master.client().info('errorstats')));
  expect(failed.join('')).not.toContain('NOSCRIPT');
  // In place of a note in each slot one key says that the archive is whole again.
  expect(await held()).toEqual(merged.leaves);
  expect(merged.leaves).toHaveLength(1);
});

test('of two runs at once the one that ends first leaves its notes to the other, which adds nothing again', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `usage:hourly:twice${index}:2026-11-20:03`);
  const value = [{ field: 'requests', value: '100', expireAtMs: null }];
  const path = await archiveOf(names.map((name) => ({ name, value: { form: 'typed', type: 'hash', value } })));
  await Promise.all(names.map((name) => client.hset(name, { requests: '1' })));
  const { port } = cluster.masters[0]!;
  const other = async (): Promise<void> => {
    const { fates } = await restoring(port, [path], { mode: 'merge' });
    expect(fates).toMatchObject({ restored: names.length });
  };
  const slow = await restoring(port, [path], { mode: 'merge', onBegun: other });
  expect(slow.fates).toMatchObject({ restored: 0, there: names.length });
  expect(new Set(await Promise.all(names.map((name) => client.hget(name, 'requests'))))).toEqual(new Set(['101']));
  // Nobody is at work any more, and one key says that the archive is whole.
  expect(slow.leaves).toHaveLength(1);
});
