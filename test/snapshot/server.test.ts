import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { needsServer } from '../support/server-program.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { fillRandomly } from './support/random-keys.js';
import { readSnapshot, type ReadKey } from './support/read-snapshot.js';
import { scored, serverKeys, sorted, type ServerKey } from './support/server-keys.js';

/** Share by which the sum of the estimated sizes may be off. */
const BYTES_OFF = 0.01;

let server: TestServer | null = null;
let client: Redis;

/** Starts the server of a test with these settings. */
async function start(...args: string[]): Promise<void> {
  server = await startRedis(args);
  client = server.client();
}

afterEach(async () => {
  await server?.stop();
  server = null;
});

const savedFile = (): Promise<Buffer> => readFile(join(server!.dir, 'dump.rdb'));

type Told = Omit<ServerKey, 'bytes'>;

const withoutBytes = ({ name, type, expireAtMs, encoding, length, stream, entries }: ServerKey): Told => ({
  name,
  type,
  expireAtMs,
  encoding,
  length,
  stream,
  entries,
});

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

/** What of a key the server tells too. */
function told({ name, type, expireAtMs, encoding, length, stream, entries }: ReadKey): Told {
  const rows = type === 'zset' ? scored(entries) : entries;
  return {
    name,
    type,
    expireAtMs,
    encoding,
    length,
    stream,
    entries: type === 'string' || type === 'list' ? rows : sorted(rows),
  };
}

/** Compares the keys of a database with what the server says of them once it has loaded the file. */
async function expectSame(keys: readonly ReadKey[]): Promise<void> {
  const served = (await serverKeys(client)).toSorted(byName);
  expect(keys.map(told).toSorted(byName)).toEqual(served.map(withoutBytes));
  if (!/mem_allocator:jemalloc/.test(await client.info('memory'))) return;
  const sum = (sizes: readonly { bytes: number }[]): number => sizes.reduce((total, { bytes }) => total + bytes, 0);
  expect(Math.abs(sum(keys) / sum(served) - 1)).toBeLessThan(BYTES_OFF);
}

describe('what a server with default settings saves', () => {
  test.each([1, 2, 3])('is what it has after loading it: random keys in three databases, seed %i', async (seed) => {
    await start();
    for (const db of [0, 3, 15]) {
      await client.select(db);
      await fillRandomly(client, seed * 100 + db, 120);
    }
    await client.call('DEBUG', 'RELOAD');
    const { keys, summary } = readSnapshot(await savedFile(), { visit: true });
    expect(summary).toMatchObject({ problem: null, checksum: 'ok', trailingBytes: 0, newerThanKnown: false });
    expect(new Set(keys.map(({ db }) => db))).toEqual(new Set([0, 3, 15]));
    for (const db of [0, 3, 15]) {
      await client.select(db);
      await expectSame(keys.filter((key) => key.db === db));
    }
  });

  test('is read with elements of every length around 16,383 bytes, and longer than a node', async () => {
    await start();
    for (let length = 16_360; length < 16_400; length++) await client.rpush('list', 'x'.repeat(length));
    await client.rpush('other', ...Array.from({ length: 5000 }, (_, index) => String(index)), 'y'.repeat(70_000));
    await client.call('DEBUG', 'RELOAD');
    await expectSame(readSnapshot(await savedFile(), { visit: true }).keys);
  });

  test('counts function libraries, and has no keys when there are none', async (context) => {
    needsServer(context, '7.0', 'FUNCTION');
    await start();
    for (const name of ['one', 'two'])
      await client.call('FUNCTION', 'LOAD', `#!lua name=${name}\nredis.register_function('${name}', function() return 1 end)`);
    await client.save();
    const { keys, summary } = readSnapshot(await savedFile());
    expect(keys).toEqual([]);
    expect(summary).toMatchObject({ problem: null, functions: 2, checksum: 'ok' });
    const { product, version } = inject('server');
    expect(summary.aux.get(product === 'Valkey' ? 'valkey-ver' : 'redis-ver')).toBe(version);
  });
});

describe('other settings', () => {
  test('a snapshot that is not compressed says the same', async () => {
    await start('--rdbcompression', 'no');
    await fillRandomly(client, 4, 120);
    await client.call('DEBUG', 'RELOAD');
    await expectSame(readSnapshot(await savedFile(), { visit: true }).keys);
  });

  test('a checksum that was not made is told', async () => {
    await start('--rdbchecksum', 'no');
    await client.set('key', 'value');
    await client.save();
    expect(readSnapshot(await savedFile()).summary).toMatchObject({ problem: null, checksum: 'off', keys: 1 });
  });

  test('a server of a cluster saves keys as any other', async () => {
    await start('--cluster-enabled', 'yes');
    await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await expect.poll(() => client.call('CLUSTER', 'INFO'), { timeout: 20_000 }).toContain('cluster_state:ok');
    await fillRandomly(client, 5, 120);
    await client.call('DEBUG', 'RELOAD');
    const { keys, summary } = readSnapshot(await savedFile(), { visit: true });
    expect(summary).toMatchObject({ problem: null, checksum: 'ok' });
    await expectSame(keys);
  });
});

describe('eviction', () => {
  test('by frequency: each key has the one that the server tells', async () => {
    await start('--maxmemory-policy', 'allkeys-lfu');
    await fillRandomly(client, 6, 40);
    for (const [index, name] of (await client.keysBuffer('*')).entries()) {
      const dump = await client.dumpBuffer(name);
      await client.call('RESTORE', name, 0, dump, 'REPLACE', 'FREQ', (index * 7) % 256);
    }
    const told = new Map<string, unknown>();
    for (const name of await client.keysBuffer('*')) told.set(name.toString('latin1'), await client.object('FREQ', name));
    await client.save();
    const { keys } = readSnapshot(await savedFile());
    expect(new Map(keys.map(({ name, frequency }) => [name, frequency]))).toEqual(told);
    expect(keys.every(({ idleSeconds }) => idleSeconds === null)).toBe(true);
  });

  test('by idle time: each key has the one that the server tells, within a second', async () => {
    await start('--maxmemory-policy', 'allkeys-lru');
    await fillRandomly(client, 7, 40);
    for (const [index, name] of (await client.keysBuffer('*')).entries()) {
      const dump = await client.dumpBuffer(name);
      await client.call('RESTORE', name, 0, dump, 'REPLACE', 'IDLETIME', index * 5000);
    }
    const idle = (name: string) => client.object('IDLETIME', Buffer.from(name, 'latin1')) as Promise<number>;
    const names = (await client.keysBuffer('*')).map((name) => name.toString('latin1'));
    const before = await Promise.all(names.map(idle));
    await client.save();
    const after = await Promise.all(names.map(idle));
    const { keys } = readSnapshot(await savedFile());
    const found = new Map(keys.map(({ name, idleSeconds }) => [name, idleSeconds]));
    expect(found.size).toBe(names.length);
    for (const [index, name] of names.entries()) {
      expect(found.get(name)).toBeGreaterThanOrEqual(before[index]! - 1);
      expect(found.get(name)).toBeLessThanOrEqual(after[index]! + 1);
    }
  });
});
