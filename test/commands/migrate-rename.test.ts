import { readdir } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter, type MeterResult } from '../support/meter.js';
import { CLOSE } from '../support/hostile-server.js';
import { startHostileProxy, type Act } from '../hostile/support/hostile-proxy.js';
import { startProxy } from '../support/proxy.js';
import { startCluster } from '../support/redis-cluster.js';
import { type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { contentsOf } from '../support/server-contents.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));

const WEEKS = ['--from', 'usage:opus:weekly:{keyId}:{week}', '--to', 'usage:opus:weekly:{keyId}:{date-hour}'];
const MOVED = ['--from', 'usage:monthly:{keyId}:{month}', '--to', 'old:usage:monthly:{keyId}:{month}'];
const OLD = 'usage:opus:weekly:k1:2026-W47';
const NEW = 'usage:opus:weekly:k1:2026-11-16T00';

const migrate = (url: string, ...args: string[]): Promise<MeterResult> =>
  runMeterInside(['migrate', '-u', url, '--utc-offset', '8', ...args], { cwd: folder });

beforeEach(async () => {
  await client.flushall();
  await client.set(OLD, '1.25', 'EX', 5_000);
  await client.hset('usage:monthly:k1:2026-11', { requests: '5', inputTokens: '9007199254740993' });
});

test('a period is written in the new way, with its life, and undone', async () => {
  const before = await contentsOf(client);
  const { stdout, code } = await runMeterInside(['migrate', '-u', server.url, '--utc-offset', '8', ...WEEKS, '--yes', '--json'], {
    cwd: folder,
  });
  expect(code).toBe(0);
  const envelope = JSON.parse(stdout) as Envelope<ChangeReport>;
  await assertMatchesSchema('migrate', envelope);
  expect(envelope.data).toMatchObject({ planned: 1, changed: 1, receipt: { complete: true } });
  expect(await client.exists(OLD)).toBe(0);
  expect(await client.get(NEW)).toBe('1.25');
  expect(await client.ttl(NEW)).toBeGreaterThan(4_900);
  await client.incrbyfloat(NEW, 0.5);
  expect((await runMeterInside(['restore', envelope.data.archive!, '-u', server.url, '--yes'], { cwd: folder })).code).toBe(0);
  // What was counted under the new name since stays there.
  expect(await client.get(NEW)).toBe('0.5');
  await client.unlink(NEW, ...(await client.keys('meter:restored:*')));
  expect([...(await contentsOf(client)).keys()]).toEqual([...before.keys()]);
});

test('a plan in a file renames what is still there, and no name that was taken since', async () => {
  const [taken, kept] = ['usage:opus:weekly:k2:2026-W47', 'usage:opus:weekly:k2:2026-11-16T00'];
  await client.set(taken, '2');
  expect((await migrate(server.url, ...WEEKS, '-o', 'plan.json')).stderr).toMatch(/meter apply plan\.json/);
  await client.set(kept, '3');
  const applied = await runMeterInside(['apply', 'plan.json', '-u', server.url, '--yes', '--json'], { cwd: folder });
  expect(applied.json<Envelope<ChangeReport>>().data).toMatchObject({ planned: 2, changed: 1, skipped: { gone: 1 } });
  expect(await client.mget(OLD, NEW, taken, kept)).toEqual([null, '1.25', '2', '3']);
});

describe('a new name that is taken', () => {
  beforeEach(() => client.hset('old:usage:monthly:k1:2026-11', { requests: '2', other: 'x' }));

  test('is left alone', async () => {
    const before = await contentsOf(client);
    const { data } = (await migrate(server.url, ...MOVED, '--yes', '--json')).json<Envelope<ChangeReport>>();
    expect(data.plan).toMatchObject({ keys: 0, protected: [{ family: 'usage.monthly', keys: 1 }] });
    expect(await contentsOf(client)).toEqual(before);
  });

  test('is added to, once, where that is asked for', async () => {
    for (const changed of [1, 0]) {
      const { data } = (await migrate(server.url, ...MOVED, '--on-collision', 'sum', '--yes', '--json')).json<
        Envelope<ChangeReport>
      >();
      expect(data.changed).toBe(changed);
    }
    expect(await client.exists('usage:monthly:k1:2026-11')).toBe(0);
    const sum = { requests: '7', inputTokens: '9007199254740993', other: 'x' };
    expect(await client.hgetall('old:usage:monthly:k1:2026-11')).toEqual(sum);
  });
});

test.each([
  [['--from', 'apikey:{id}', '--to', 'x:{id}'], 0, /api-key: 1 key of class secret/],
  [['--from', 'usage:monthly:{keyId}:{month}', '--to', 'x:{keyId}'], 2, /has no \{month\}/],
  [
    ['--from', 'usage:daily:{keyId}:{date}', '--to', 'x:{keyId}:{date}'],
    0,
    /usage\.daily: 1 key which index\.usage\.daily lists/,
  ],
  [['--from', 'usage:{nobody}', '--to', 'x:{nobody}'], 2, /not declared/],
  [['--from', 'usage:{keyId}'], 2, /both --from and --to/],
])('%j is refused', async (args, code, message) => {
  await client.hset('apikey:k1', { id: 'k1', name: 'n' });
  await client.hset('usage:daily:k1:2026-11-19', { requests: '5' });
  const before = await contentsOf(client);
  const { stdout, stderr, code: found } = await migrate(server.url, ...args, '--yes');
  expect(found).toBe(code);
  expect(stdout + stderr).toMatch(message);
  expect(await contentsOf(client)).toEqual(before);
});

test('without DUMP it is refused, with nothing changed and no archive begun', async () => {
  await client.acl('SETUSER', 'default', '-dump');
  try {
    const before = await server.client().keys('*');
    const { code, stdout } = await migrate(server.url, ...WEEKS, '--yes', '--json', '--archive', 'none.archive');
    expect([code, stdout]).toEqual([4, expect.stringContaining('no-dump')]);
    expect(await readdir(folder)).not.toContain('none.archive');
    expect((await server.client().keys('*')).toSorted()).toEqual(before.toSorted());
  } finally {
    await client.acl('SETUSER', 'default', '+dump');
  }
});

test('without scripts keys are renamed by transactions', async () => {
  await client.acl('SETUSER', 'default', '-@scripting');
  try {
    const { code, stdout } = await migrate(server.url, ...WEEKS, '--yes', '--json');
    const { data } = JSON.parse(stdout) as Envelope<ChangeReport>;
    expect([code, data.receipt?.way, data.changed]).toEqual([0, 'transactions', data.planned]);
  } finally {
    await client.acl('SETUSER', 'default', '+@scripting');
  }
});

test('killed at any step while the old names go on being counted, and run again, every count stands under one name, once', async () => {
  await client.flushall();
  const names = Array.from({ length: 40 }, (_, index) => `usage:monthly:key${index}:2026-10`);
  let counted = 0;
  const count = async (name: string): Promise<void> => {
    await client.hincrby(name, 'requests', 1);
    counted++;
  };
  for (const name of names) await count(name);
  const args = [...MOVED, '--on-collision', 'sum', '--no-archive', '--yes'];
  for (const step of [60, 180, 300, Infinity]) {
    let kill = (): void => {};
    const proxy = await startProxy(server.port, {
      async beforeCommand(n) {
        if (n % 3 === 0) await count(names[n % names.length]!);
        if (n === step) kill();
      },
    });
    const ended = await runMeter(['migrate', '-u', proxy.url, '--utc-offset', '8', ...args], {
      cwd: folder,
      onStart: (child) => (kill = () => child.kill('SIGKILL')),
    });
    await proxy.stop();
    expect(ended.signal, `at command ${step}`).toBe(step === Infinity ? null : 'SIGKILL');
  }
  expect((await migrate(server.url, ...args)).code).toBe(0);
  const moved = names.map((name) => `old:${name}`);
  expect((await client.keys('*')).filter((name) => name !== 'meter:state').toSorted()).toEqual(moved.toSorted());
  const counts = await Promise.all(moved.map((name) => client.hget(name, 'requests')));
  expect(counts.reduce((sum, each) => sum + Number(each), 0)).toBe(counted);
});

test('in a cluster keys go to other nodes, and what a killed run has left in two places is finished', async () => {
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
    const keys = Array.from({ length: 12 }, (_, index) => `key${index}`);
    for (const key of keys) await onNode('HSET', `usage:monthly:${key}:2026-11`, 'requests', '3');
    // As if killed after the first step.
    await onNode('HSET', 'old:usage:monthly:key0:2026-11', 'requests', '3');
    // Somebody else's.
    await onNode('HSET', 'old:usage:monthly:key1:2026-11', 'requests', '4');
    const { data } = (await migrate(cluster.masters[0]!.url, ...MOVED, '--yes', '--json')).json<Envelope<ChangeReport>>();
    expect(data).toMatchObject({ planned: 12, changed: 11, skipped: { protected: 1 } });
    for (const key of keys) {
      const [before, after] = [`usage:monthly:${key}:2026-11`, `old:usage:monthly:${key}:2026-11`];
      expect(await onNode('EXISTS', before)).toBe(key === 'key1' ? 1 : 0);
      expect(await onNode('HGET', after, 'requests')).toBe(key === 'key1' ? '4' : '3');
    }
  } finally {
    await cluster.stop();
  }
}, 60_000);

test.each<[string, Act]>([
  ['before the server has done it', CLOSE],
  ['once the server has done it', { alter: () => CLOSE }],
])('a connection lost at a renaming, %s: each key is renamed once, counted, and undone', async (_, act) => {
  const numbers = Array.from({ length: 5 }, (__, at) => at);
  for (const at of numbers) await client.set(`usage:opus:weekly:k${at}:2026-W47`, `${at}.5`);
  const before = await contentsOf(client);
  const proxy = await startHostileProxy(server.port);
  try {
    let scripts = 0;
    proxy.set(([name]) => (name?.startsWith('EVAL') && ++scripts === 3 ? act : undefined));
    const { code, stderr, stdout } = await migrate(proxy.url, ...WEEKS, '--yes', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { data } = JSON.parse(stdout) as Envelope<ChangeReport>;
    expect(data).toMatchObject({ planned: 5, changed: 5, skipped: { gone: 0, changed: 0, protected: 0 } });
    expect(await client.keys('usage:opus:weekly:*:2026-W47')).toEqual([]);
    expect(await client.mget(numbers.map((at) => `usage:opus:weekly:k${at}:2026-11-16T00`))).toEqual(
      numbers.map((at) => `${at}.5`),
    );
    expect((await runMeterInside(['restore', data.archive!, '-u', server.url, '--yes'], { cwd: folder })).code).toBe(0);
    await client.unlink(...(await client.keys('meter:*')));
    expect([...(await contentsOf(client)).keys()]).toEqual([...before.keys()]);
  } finally {
    await proxy.stop();
  }
});
