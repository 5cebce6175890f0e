import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BATCH } from '../../../src/lib/change/engine/batch-script.js';
import { DAY_MS, dayAgo, dayEnd } from '../../support/clock.js';
import { startProxy } from '../../support/proxy.js';
import { startCluster } from '../../support/redis-cluster.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { startCuttingProxy } from '../prune/support/cutting-proxy.js';
import { restoring } from '../restore/support/restoring.js';
import { migrating } from './support/migrating.js';

/** It is over, and so is the next one. */
const DAY = dayAgo(48);
const COARSE = `usage:daily:k1:${DAY}`;
const INDEX = `usage:daily:index:${DAY}`;
const fineAt = (hour: string): string => `usage:hourly:k1:${DAY}:${hour}`;
const HOURLY = { rollup: 'hourly:daily' };

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await client.flushall();
  await client.hset(fineAt('03'), { requests: '3', inputTokens: '30', tokens: '9007199254740993' });
  await client.hset(fineAt('04'), { requests: '4', inputTokens: '40', tokens: '1' });
});

describe('a missing day', () => {
  test('is made with its fields, its life and its place in the index, and undone whole', async () => {
    await client.set(`${INDEX}:empty`, '1', 'EX', 3_600);
    const { plan, applied, archive: path } = await migrating(server.port, HOURLY);
    expect(plan.families).toMatchObject([{ id: 'usage.daily', action: 'raise', keys: 1, periods: { oldest: DAY, newest: DAY } }]);
    expect(applied).toMatchObject({ changed: 1, complete: true, failure: null });
    expect(await client.hgetall(COARSE)).toEqual({ requests: '7', inputTokens: '70', tokens: '9007199254740994' });
    const end = dayEnd(48) + 32 * DAY_MS;
    expect(await client.pexpiretime(COARSE)).toBe(end);
    expect(await client.smembers(INDEX)).toEqual(['k1']);
    expect(await client.pexpiretime(INDEX)).toBe(end);
    expect(await client.exists(`${INDEX}:empty`)).toBe(0);
    expect((await restoring(server.port, [path])).fates).toMatchObject({ restored: 3 });
    expect(await client.exists(COARSE, INDEX)).toBe(0);
    expect(await client.exists(`${INDEX}:empty`)).toBe(1);
    expect((await restoring(server.port, [path])).fates).toMatchObject({ restored: 0, there: 3 });
  });

  test('that an index listed before is listed when it is gone again', async () => {
    await client.sadd(INDEX, 'k1');
    const { archive } = await migrating(server.port, HOURLY);
    await restoring(server.port, [archive]);
    expect(await client.exists(COARSE)).toBe(0);
    expect(await client.smembers(INDEX)).toEqual(['k1']);
  });

  test('whose life would be over is not made, and its hours stay', async () => {
    const day = dayAgo(33 * 24);
    const old = `usage:hourly:k1:${day}:03`;
    await client.hset(old, { requests: '1' });
    const { plan } = await migrating(server.port, { ...HOURLY, prune: true });
    expect(plan.protected).toContainEqual(expect.objectContaining({ family: 'usage.daily', keys: 1 }));
    expect(await client.exists(`usage:daily:k1:${day}`, old)).toBe(1);
  });
});

describe('a day that is there', () => {
  test('keeps its life, what it has more of, and what is not added up', async () => {
    await client.hset(COARSE, { requests: '9', inputTokens: '1', other: 'x' });
    await client.expire(COARSE, 1_000);
    await migrating(server.port, HOURLY);
    expect(await client.hgetall(COARSE)).toEqual({ requests: '9', inputTokens: '70', tokens: '9007199254740994', other: 'x' });
    expect(await client.ttl(COARSE)).toBeGreaterThan(900);
  });

  test.each([
    ['no number', { requests: 'many' }, 'no-numbers'],
    ['beyond 64 bits', { requests: '9223372036854775807' }, 'beyond-64-bits'],
  ])('is left alone where an hour holds %s', async (_, fields, code) => {
    await client.hset(fineAt('05'), fields);
    const { plan, applied } = await migrating(server.port, { ...HOURLY, prune: true });
    expect(plan).toMatchObject({ keys: 0, protected: [{ family: 'usage.daily', keys: 1, code }] });
    expect(applied).toMatchObject({ changed: 0 });
    expect(await client.exists(COARSE)).toBe(0);
    expect(await client.exists(fineAt('03'), fineAt('04'), fineAt('05'))).toBe(3);
  });
});

describe.each(['scripts', 'transactions'] as const)('somebody writes meanwhile (%s)', (way) => {
  beforeEach(() => client.acl('SETUSER', 'default', way === 'scripts' ? '+@scripting' : '-@scripting'));
  afterAll(() => client.acl('SETUSER', 'default', '+@scripting'));

  test.each([
    ['less than is missing', 2, '7'],
    ['more than is missing', 20, '21'],
  ])('%s: the day is judged anew', async (_, amount, requests) => {
    await client.hset(COARSE, { requests: '1' });
    // The first two are tried on a key of the program's own.
    let writes = 0;
    const proxy = await startProxy(server.port, {
      async beforeCommand(__, name) {
        if ((name === 'EVALSHA' || name === 'EXEC') && writes++ === 2) await client.hincrby(COARSE, 'requests', amount);
      },
    });
    try {
      const { applied } = await migrating(proxy.port, HOURLY);
      expect(applied).toMatchObject({ way, complete: true, failure: null, skipped: { changed: 0 } });
      expect(writes).toBeGreaterThan(2);
      expect(await client.hget(COARSE, 'requests')).toBe(requests);
      expect(await client.hget(COARSE, 'inputTokens')).toBe('70');
    } finally {
      await proxy.stop();
    }
  });

  test('an hour that is not what was added up stays', async () => {
    // By scripts: the first is a trial, the second raises the day, the third removes the hours. By transactions: the first DUMP is of the probe, the second of an hour.
    const [command, number] = way === 'scripts' ? ['EVALSHA', 3] : ['DUMP', 3];
    let seen = 0;
    const proxy = await startProxy(server.port, {
      async beforeCommand(_, name) {
        if (name === command && ++seen === number) await client.hincrby(fineAt('03'), 'requests', 5);
      },
    });
    try {
      await client.sadd(`usage:hourly:index:${DAY}:03`, 'k1');
      await client.sadd(`usage:hourly:index:${DAY}:04`, 'k1');
      const { applied } = await migrating(proxy.port, { ...HOURLY, prune: true });
      expect(applied).toMatchObject({ complete: true, skipped: { changed: 1 }, indexes: { removed: 1 } });
      expect(await client.exists(fineAt('03'), fineAt('04'))).toBe(1);
      expect(await client.get(`usage:hourly:index:${DAY}:04:empty`)).toBe('1');
      expect(await client.smembers(`usage:hourly:index:${DAY}:03`)).toEqual(['k1']);
    } finally {
      await proxy.stop();
    }
  });
});

test('a raise whose answer is lost is made once, and counted', async () => {
  await client.hset(COARSE, { requests: '1' });
  // Listed already, and its marker gone, the raise is the first batch.
  await client.script('LOAD', BATCH.body);
  const proxy = await startCuttingProxy(server.port);
  proxy.arm({ from: BATCH.sha, at: 1, answer: true });
  try {
    const { applied } = await migrating(proxy.port, HOURLY);
    expect(applied).toMatchObject({ changed: 1, complete: true, failure: null });
    expect(await client.hget(COARSE, 'requests')).toBe('7');
  } finally {
    await proxy.stop();
  }
});

test('what belongs to an owner that is gone is neither made nor raised', async () => {
  await client.hset('apikey:k2', { id: 'k2', name: 'n' });
  await client.hset(`usage:hourly:k2:${DAY}:03`, { requests: '3' });
  const { plan, applied } = await migrating(server.port, { ...HOURLY, prune: true });
  expect(plan.protected).toContainEqual(expect.objectContaining({ family: 'usage.daily', keys: 1 }));
  expect(applied).toMatchObject({ changed: 2, complete: true });
  expect(await client.exists(COARSE)).toBe(0);
  expect(await client.exists(fineAt('03'), fineAt('04'))).toBe(2);
  expect(await client.hget(`usage:daily:k2:${DAY}`, 'requests')).toBe('3');
});

test('an owner is gone even if no living one has fine keys any more', async () => {
  await client.hset('apikey:k2', { name: 'two' });
  await client.hset('usage:k2', { totalRequests: '1' });
  const { plan } = await migrating(server.port, { ...HOURLY, prune: true });
  expect(plan.families).toEqual([]);
  expect(plan.protected).toContainEqual(expect.objectContaining({ family: 'usage.daily', code: 'owner-gone', keys: 1 }));
});

test('on a server that is out of memory nothing is raised, nothing goes, and the same again finishes', async () => {
  await client.config('SET', 'maxmemory', '1');
  const { applied } = await migrating(server.port, { ...HOURLY, prune: true }).finally(() =>
    client.config('SET', 'maxmemory', '0'),
  );
  expect(applied).toMatchObject({ changed: 0, complete: false, failure: { code: 'out-of-memory', exitCode: 6 } });
  expect(await client.exists(COARSE)).toBe(0);
  expect(await client.exists(fineAt('03'), fineAt('04'))).toBe(2);
  await migrating(server.port, { ...HOURLY, prune: true });
  expect(await client.hget(COARSE, 'requests')).toBe('7');
});

describe('a rollup that cannot be', () => {
  test.each([
    ['key-model.alltime:usage.total', 'never-closed', 4],
    ['hourly:yearly', 'usage', 2],
    ['hourly', 'usage', 2],
  ])('%s', async (rollup, code, exitCode) => {
    await client.hset('usage:k1:model:alltime:gpt-5', { requests: '1' });
    await expect(migrating(server.port, { rollup })).rejects.toMatchObject({ code, exitCode });
  });

  test('families that must stay are told, and stay', async () => {
    // Of a month that is over.
    const day = dayAgo(40 * 24);
    await client.hset(`usage:daily:k1:${day}`, { requests: '7' });
    const { plan } = await migrating(server.port, { rollup: 'usage.daily:usage.monthly', prune: true });
    expect(plan.families).toMatchObject([{ id: 'usage.monthly', action: 'raise', keys: 1 }]);
    expect(plan.protected).toContainEqual(expect.objectContaining({ family: 'usage.daily', keys: null }));
    expect(await client.hget(`usage:monthly:k1:${day.slice(0, 7)}`, 'requests')).toBe('7');
    expect(await client.exists(`usage:daily:k1:${day}`)).toBe(1);
  });
});

test('in a cluster the hours of a day lie on several nodes', async () => {
  const cluster = await startCluster({ masters: 3 });
  try {
    const clients = cluster.masters.map((master) => master.client());
    const onNode = async (command: string, ...args: string[]): Promise<unknown> => {
      for (const one of clients) {
        try {
          return await one.call(command, ...args);
        } catch (error) {
          if (!(error as Error).message.startsWith('MOVED')) throw error;
        }
      }
      throw new Error('no node holds the key');
    };
    const keys = Array.from({ length: 20 }, (_, index) => `key${index}`);
    for (const key of keys)
      for (const hour of ['01', '02', '03']) await onNode('HSET', `usage:hourly:${key}:${DAY}:${hour}`, 'requests', '2');
    const { port } = cluster.masters[0]!;
    await migrating(port, { ...HOURLY, prune: true, killAfter: 90 });
    expect((await migrating(port, { ...HOURLY, prune: true })).applied).toMatchObject({ complete: true, failure: null });
    for (const key of keys) expect(await onNode('HGET', `usage:daily:${key}:${DAY}`, 'requests')).toBe('6');
    const sizes = await Promise.all(clients.map((one) => one.dbsize()));
    // The days and their index are all that is left.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(keys.length + 1);
  } finally {
    await cluster.stop();
  }
}, 60_000);
