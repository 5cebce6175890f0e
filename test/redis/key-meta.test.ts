import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsPerKey, readKeyMeta, type MetaQuestions, type RawMeta } from '../../src/lib/redis/key-meta.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { SteadyConnection } from '../../src/lib/redis/steady-connection.js';
import { bulkOptions } from '../support/connection.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const EVERYTHING = { type: true, ttl: true, memoryUsage: true, length: true, element: false };

async function metaOf(connection: SteadyConnection, names: readonly string[], questions: MetaQuestions): Promise<RawMeta[]> {
  const found = await readKeyMeta(connection, names, questions);
  return names.map((_, place) => ({ ...found.at(place) }));
}

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
  const client = server.client();
  await client
    .pipeline()
    .set('string', 'x'.repeat(1_000), 'PX', 60_000)
    .rpush('list', 'a', 'b')
    .sadd('set', 'a', 'b', 'c')
    .zadd('zset', 1, 'a')
    .hset('hash', 'f', 'v', 'g', 'w')
    .xadd('stream', '*', 'f', 'v')
    .exec();
});
afterAll(() => server.stop());

test('reads type, life, size and length of every kind of key', async () => {
  const connection = await SteadyConnection.open(await bulkOptions(server.port));
  const names = ['string', 'list', 'gone', 'set', 'zset', 'hash', 'stream'];
  const found = await metaOf(connection, names, EVERYTHING);
  expect(found.map(({ type, length }) => [type, length])).toEqual([
    ['string', 1_000],
    ['list', 2],
    ['none', null],
    ['set', 3],
    ['zset', 1],
    ['hash', 2],
    ['stream', 1],
  ]);
  const client = server.client();
  const sizes = await Promise.all(names.map((name) => client.memory('USAGE', name)));
  expect(found.map(({ bytes }) => bytes)).toEqual(sizes);
  expect(found[0]!.ttlMs).toBeGreaterThan(30_000);
  expect(found.slice(1).map(({ ttlMs }) => ttlMs)).toEqual([-1, -2, -1, -1, -1, -1]);
  connection.close();
});

test('asks only what it is told to, and no more than it says', async () => {
  for (const questions of [
    EVERYTHING,
    { type: true, ttl: false, memoryUsage: true, length: false, element: false },
    { type: true, ttl: true, memoryUsage: false, length: false, element: false },
  ]) {
    const ledger = openLedger();
    const connection = await SteadyConnection.open(await bulkOptions(server.port, { ledger }));
    const before = ledger.commands;
    const [hash] = await metaOf(connection, ['hash', 'set'], questions);
    expect(ledger.commands - before).toBe(2 * commandsPerKey(questions));
    expect(hash!.ttlMs !== null).toBe(questions.ttl);
    expect(hash!.bytes !== null).toBe(questions.memoryUsage);
    expect(hash!.length !== null).toBe(questions.length);
    expect(await metaOf(connection, [], questions)).toEqual([]);
    connection.close();
  }
});

test('has nulls where the server refuses', async () => {
  await server.client().call('ACL', 'SETUSER', 'half', 'on', '>pw', '~hash', '+@all', '-memory', '-pttl');
  const { target, ...rest } = await bulkOptions(server.port);
  const connection = await SteadyConnection.open({ ...rest, target: { ...target, username: 'half', password: 'pw' } });
  expect(await metaOf(connection, ['hash', 'set'], EVERYTHING)).toEqual([
    { type: 'hash', ttlMs: null, bytes: null, length: 2, elementBytes: null, refused: false },
    { type: null, ttlMs: null, bytes: null, length: null, elementBytes: null, refused: true },
  ]);
  connection.close();
});

test('reads an element of lists and streams where that is asked for', async () => {
  const client = server.client();
  await client.rpush('records', 'x'.repeat(700), 'y');
  await client.xadd('events', '*', 'user', 'u1', 'model', 'sonnet');
  const connection = await SteadyConnection.open(await bulkOptions(server.port));
  const names = ['records', 'events', 'hash', 'gone'];
  const found = await metaOf(connection, names, { ...EVERYTHING, element: true });
  expect(found.map(({ elementBytes }) => elementBytes)).toEqual([700, 'u1sonnet'.length, null, null]);
  connection.close();
});
