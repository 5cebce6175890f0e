/**
 * A replica takes over while keys are changed: between their archiving and their change, which is the worst moment. The run ends with a clear
 * sentence, nothing is lost, the same command again finishes the work, and the archives of both bring everything back.
 */
import { rm } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slotOfKey } from '../../src/lib/redis/cluster.js';
import { failOver, startCluster } from '../support/redis-cluster.js';
import { roleOf, startPair, swapRoles } from '../support/redis-pair.js';
import { dayAgo } from '../support/clock.js';
import { startAll, startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay } from '../support/tiny-relay.js';
import { migrating } from './migrate/support/migrating.js';
import { expectNothingLost, expectPruned, valuesOf, type Contents } from './prune/support/pruned-relay.js';
import { pruning, type OnArchived } from './prune/support/pruning.js';
import { restoring } from './restore/support/restoring.js';

const WAYS = ['scripts', 'transactions'] as const;

/** Users of either way to change keys. */
const addUsers = (client: Redis): Promise<unknown> =>
  Promise.all(
    WAYS.map((way) =>
      client.call('ACL', 'SETUSER', way, 'on', '>pw', '~*', '+@all', ...(way === 'scripts' ? [] : ['-@scripting'])),
    ),
  );

const PLACES = [
  {
    where: 'a cluster',
    start: () => startCluster({ masters: 2, replicas: 1 }),
    takeOver: failOver,
    code: 'cluster-moved',
  },
  { where: 'a primary and its replica', start: startPair, takeOver: swapRoles, code: 'read-only-replica' },
];

describe.each(PLACES)('in $where', ({ start, takeOver, code }) => {
  let servers: Awaited<ReturnType<typeof start>>;
  let template: TestServer;
  beforeAll(async () => {
    [servers, template] = await startAll<[typeof servers, TestServer]>(start(), startRedis());
    await Promise.all([...servers.masters, ...servers.replicas].map((server) => addUsers(server.client())));
  });
  afterAll(() => Promise.all([servers.stop(), template.stop()]));

  /** Of masters that share the slots evenly. */
  const shardOf = (name: string): number => Math.floor((slotOfKey(name) * servers.masters.length) / 16_384);

  /** Those that are masters now. */
  const masters = (): Promise<TestServer[]> =>
    Promise.all(
      servers.masters.map(async (first, shard) =>
        (await roleOf(first.client())) === 'master' ? first : servers.replicas[shard]!,
      ),
    );

  const contents = async (): Promise<Contents> => {
    const parts = await Promise.all((await masters()).map((master) => valuesOf(master.client())));
    return new Map(parts.flatMap((part) => [...part]));
  };

  /** Puts each key on the node that has its slot. */
  async function load(fill: (client: Redis) => Promise<void>): Promise<Contents> {
    const [client, nodes] = [template.client(), (await masters()).map((master) => master.client())];
    await Promise.all([client, ...nodes].map((node) => node.flushall()));
    await fill(client);
    for (const name of await client.keys('*')) {
      const [value, left] = [await client.dumpBuffer(name), await client.pttl(name)];
      await nodes[shardOf(name)]!.restore(name, Math.max(0, left), value);
    }
    return contents();
  }

  /** The shard is taken over at its n-th step of archiving, and what it has archived from then on waits for that. */
  function takenOver(shard: number, moment: number): OnArchived {
    let steps = 0;
    let over: Promise<void> | null = null;
    return async (records) => {
      if (!records.some(({ name }) => shardOf(name) === shard)) return;
      if (++steps === moment) over = takeOver(servers, shard);
      await over;
    };
  }

  /** Of a cluster any node will do. */
  const port = async (shard: number): Promise<number> =>
    (servers.masters.length > 1 ? servers.masters : await masters())[shard]!.port;

  async function expectUndone(before: Contents, at: number, archives: readonly string[]): Promise<void> {
    expect((await restoring(at, archives)).failure).toBe(null);
    const after = [...(await contents())].filter(([name]) => !name.startsWith('meter:'));
    expect(new Map(after)).toEqual(before);
    await Promise.all(archives.map((path) => rm(path)));
  }

  const stopped = { complete: false, failure: { code, exitCode: 6 } };
  const finished = { complete: true, failure: null };

  test.each([
    ['scripts', 1],
    ['transactions', 5],
  ] as const)('a prune by %s', async (way, moment) => {
    const shard = servers.masters.length - 1;
    const before = await load(async (client) => loadTinyRelay(client));
    const urlNow = async (): Promise<string> => `redis://${way}:pw@127.0.0.1:${await port(shard)}`;
    const first = await pruning(0, { url: await urlNow(), onArchived: takenOver(shard, moment) });
    expect(first.applied).toMatchObject({ way, ...stopped });
    await expectNothingLost(before, await contents(), [first.archive]);
    const second = await pruning(0, { url: await urlNow() });
    expect(second.applied).toMatchObject({ way, ...finished });
    const archives = [first.archive, second.archive];
    const after = await contents();
    expectPruned(before, after);
    await expectNothingLost(before, after, archives);
    await expectUndone(before, await port(shard), archives);
  });

  test.each([
    ['scripts', 1],
    ['transactions', 2],
  ] as const)('a rollup by %s', async (way, moment) => {
    const before = await load(loadDays);
    const options = { rollup: 'hourly:daily', prune: true };
    const urlNow = async (): Promise<string> => `redis://${way}:pw@127.0.0.1:${await port(0)}`;
    const first = await migrating(0, {
      ...options,
      url: await urlNow(),
      onArchived: takenOver(0, moment),
    });
    expect(first.applied).toMatchObject({ way, ...stopped });
    // What other nodes have done is told, too.
    if (way === 'scripts') expect(first.applied!.changed).toBe(changesBetween(before, await contents()));
    const second = await migrating(0, { ...options, url: await urlNow() });
    expect(second.applied).toMatchObject({ way, ...finished });
    const after = await contents();
    expect([...after.keys()].toSorted()).toEqual([INDEX, ...KEYS.map(dayOf)].toSorted());
    for (const key of KEYS) expect(after.get(dayOf(key))).toContain('"9007199254740998"');
    await expectUndone(before, await port(0), [second.archive, first.archive]);
  });
});

/** Keys other than the index that were made, changed or removed. */
const changesBetween = (before: Contents, after: Contents): number =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => name !== INDEX && before.get(name) !== after.get(name))
    .length;

const DAY = dayAgo(48);
const INDEX = `usage:daily:index:${DAY}`;
const KEYS = Array.from({ length: 12 }, (_, index) => `k${index}`);
const dayOf = (key: string): string => `usage:daily:${key}:${DAY}`;

/** Three hours of a day each; the day of every other key lacks what two of them hold. */
async function loadDays(client: Redis): Promise<void> {
  const hours = Object.entries({ '01': '1', '02': '4', '03': '9007199254740993' });
  for (const [index, key] of KEYS.entries()) {
    for (const [hour, tokens] of hours) await client.hset(`usage:hourly:${key}:${DAY}:${hour}`, { requests: '2', tokens });
    if (index % 2 === 0) continue;
    await client.hset(dayOf(key), { requests: '2', tokens: '4' });
    await client.sadd(INDEX, key);
  }
}
