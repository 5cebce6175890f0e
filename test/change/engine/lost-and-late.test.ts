/** Answers that are lost, commands that come late, and answers that nobody gives, while an application counts on: every figure is there once. */
import type { Redis } from 'ioredis';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newRunId } from '../../../src/lib/change/engine/notes.js';
import { readyItems } from '../../../src/lib/change/engine/ready-items.js';
import { runChanges } from '../../../src/lib/change/engine/run-changes.js';
import { CHANGE_SCRIPTS } from '../../../src/lib/change/engine/scripts.js';
import type { WorkItem } from '../../../src/lib/change/engine/work-item.js';
import { EXIT, MeterError } from '../../../src/lib/format/errors.js';
import { changeGuard } from '../../../src/lib/redis/guard.js';
import { openLedger } from '../../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../../src/lib/redis/resolve-target.js';
import { openSession } from '../../../src/lib/redis/topology.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { isClosedHour, loadTinyRelay } from '../../support/tiny-relay.js';
import { openArchive } from '../../../src/lib/change/archive/reader.js';
import { archivePath, changesIn, pruning, type Pruned, type PruningOptions } from '../prune/support/pruning.js';
import { expectPruned, valuesOf, type Contents } from '../prune/support/pruned-relay.js';
import { archiveOf, restoring } from '../restore/support/restoring.js';
import { engineOver } from './support/engine-over.js';
import { startHoldingProxy, type Fault } from './support/holding-proxy.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  const users = { scripts: '+@all', transactions: '-@scripting', unnoted: '-sadd' };
  for (const [user, rule] of Object.entries(users)) await client.call('ACL', 'SETUSER', user, 'on', '>pw', '~*', '+@all', rule);
});
afterAll(() => server.stop());

let before: Contents;
beforeEach(async () => {
  await client.flushall();
  await loadTinyRelay(client);
  before = await valuesOf(client);
});

const WAYS = [
  ['scripts', 'EVALSHA'],
  ['transactions', '$4\r\nHSET\r\n'],
] as const;

const HOUR_KEY = /^usage:hourly:k\d:/;

/** Requests of all hours. */
async function requests(): Promise<number> {
  const names = (await client.keys('usage:hourly:k*')).filter((name) => !name.includes(':index:'));
  const counts = await Promise.all(names.map((name) => client.hget(name, 'requests')));
  return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
}

/** The application counts as much again as each key of a closed hour held. */
async function countAgain(): Promise<number> {
  let added = 0;
  for (const name of before.keys()) {
    if (!HOUR_KEY.test(name) || !isClosedHour(name)) continue;
    await client.hincrby(name, 'requests', 7);
    added += 7;
  }
  return added;
}

interface Faulty extends PruningOptions {
  meanwhile?: () => Promise<unknown>;
}

/** A prune whose first change meets the fault. */
async function faultyPrune(way: string, at: string, fault: Fault, { meanwhile, ...options }: Faulty = {}) {
  const proxy = await startHoldingProxy(server.port, { fault, at, before: async () => void (await meanwhile?.()) });
  const url = `redis://${way}:pw@127.0.0.1:${proxy.port}`;
  const pruned = await pruning(proxy.port, { retry: 500, ...options, url });
  return { proxy, pruned };
}

async function expectUndone({ archive }: Pruned, added = 0): Promise<void> {
  const total = added + 7 * [...before.keys()].filter((name) => HOUR_KEY.test(name)).length;
  for (let run = 0; run < 2; run++) {
    expect((await restoring(server.port, [archive], { mode: 'merge' })).failure).toBeNull();
    expect(await requests()).toBe(total);
  }
  await rm(archive);
}

describe.each(WAYS)('by %s', (way, at) => {
  test('a change that is held and comes late does nothing, and all is restored', async () => {
    const { proxy, pruned } = await faultyPrune(way, at, 'hold');
    expect(pruned.applied).toMatchObject({ way, complete: true, failure: null, settled: true });
    expectPruned(before, await valuesOf(client));
    // What must stay void is named, and stays.
    expect(await client.exists(...pruned.applied.leaves)).toBe(1);
    await restoring(server.port, [pruned.archive]);
    const restored = await valuesOf(client);
    await proxy.release();
    expect(await valuesOf(client)).toEqual(restored);
    expect(restored).toEqual(before);
    await proxy.stop();
  });

  test('a change whose answer is lost counts as made, however the application counts on before it is asked', async () => {
    let added = 0;
    const { proxy, pruned } = await faultyPrune(way, at, 'lose', { meanwhile: async () => (added = await countAgain()) });
    await proxy.stop();
    expect(pruned.applied).toMatchObject({ complete: true, failure: null, settled: true });
    expect(added).toBe(28);
    await expectUndone(pruned, added);
  });

  test('a run that loses its server for good leaves an archive from which every figure comes back once', async () => {
    let added = 0;
    const proxy = await startHoldingProxy(server.port, { fault: 'lose', at, before: () => proxy.stop() });
    const url = `redis://${way}:pw@127.0.0.1:${proxy.port}`;
    const pruned = await pruning(proxy.port, { retry: 50, url });
    expect(pruned.applied).toMatchObject({ settled: false, failure: { exitCode: 6 } });
    added = await countAgain();
    await expectUndone(pruned, added);
  });

  test('a server that closes the connection at each change ends the run with exit code 6, and nothing is said to be done', async () => {
    const { proxy, pruned } = await faultyPrune(way, at, 'close', { retry: 100 });
    await proxy.stop();
    expect(pruned.applied).toMatchObject({ changed: 0, complete: false, failure: { exitCode: 6 } });
    expect(await valuesOf(client)).toEqual(before);
  });

  test('an expiry that is taken away between reading and changing is seen', async () => {
    let isFirst = true;
    const pruned = await pruning(server.port, {
      url: `redis://${way}:pw@127.0.0.1:${server.port}`,
      async onArchived(records) {
        if (isFirst) for (const { name } of records.slice(0, 3)) await client.persist(name);
        isFirst = false;
      },
    });
    expect(pruned.applied).toMatchObject({ complete: true, failure: null });
    expect(
      (await changesIn(pruned.archive)).filter(({ expireAtMs, action }) => action === 'delete' && expireAtMs === null),
    ).toHaveLength(3);
  });
});

test('notes are removed only once the archive has told what they say', async () => {
  const path = archivePath();
  const told: number[] = [];
  const meanwhile = async (): Promise<void> => {
    const { batches, records } = await (await openArchive(path)).verify();
    told.push(batches.open.size, records);
  };
  const { proxy, pruned } = await faultyPrune('scripts', '$6\r\nUNLINK\r\n', 'lose', { path, meanwhile });
  await proxy.stop();
  expect(pruned.applied).toMatchObject({ complete: true, settled: true });
  expect(told[0]).toBe(0);
  expect(told[1]).toBeGreaterThan(0);
});

test('an answer that is none is not believed: the note is asked', async () => {
  const { proxy, pruned } = await faultyPrune('scripts', 'EVALSHA', 'garble');
  await proxy.stop();
  expect(pruned.applied).toMatchObject({ complete: true, failure: null, settled: true });
  expectPruned(before, await valuesOf(client));
  await restoring(server.port, [pruned.archive]);
  expect(await valuesOf(client)).toEqual(before);
});

test('a note that has to be corrected is corrected though the answer is lost, and nothing is done again', async () => {
  await client.mset({ a: '1', far: '9223372036854775807' });
  const proxy = await startHoldingProxy(server.port, { fault: 'lose', at: '$2\r\nde\r\n' });
  const { engine, node, run, close } = await engineOver(proxy.port, 'transactions', null);
  const items = ['a', 'far'].map((key): WorkItem => ({ keys: [key], checks: [], commands: [['INCRBY', key, '1']], records: [] }));
  expect(await engine.runOn(node, items, readyItems)).toEqual(['done', 'refused']);
  await proxy.caught;
  expect(await client.mget('a', 'far')).toEqual(['2', '9223372036854775807']);
  expect(Object.values(await client.hgetall(`meter:run:${run}:0`))).toEqual(['de']);
  close();
  await proxy.stop();
});

test('who may not note what was brought back brings nothing back', async () => {
  const pruned = await pruning(server.port);
  const after = await valuesOf(client);
  const url = `redis://unnoted:pw@127.0.0.1:${server.port}`;
  const { failure } = await restoring(server.port, [pruned.archive], { url });
  expect(failure).toMatchObject({ exitCode: 6, code: 'denied' });
  expect(await valuesOf(client)).toEqual(after);
  await expectUndone(pruned, await countAgain());
});

test('two archives of one millisecond are two', async () => {
  const head = { createdAt: '2026-11-21T02:03:04.000Z' };
  const name = 'usage:hourly:k7:2026-11-20:03';
  const archives = await Promise.all(
    ['5', '3'].map((value) =>
      archiveOf([{ name, value: { form: 'typed', type: 'hash', value: [{ field: 'requests', value, expireAtMs: null }] } }], {
        head,
      }),
    ),
  );
  for (const path of archives) await restoring(server.port, [path], { mode: 'merge' });
  expect(await client.hget(name, 'requests')).toBe('8');
});

test.each([
  [0, 5],
  [1, 6],
])('a connection that cannot be made after %i changes ends the run with exit code %i', async (changes, exitCode) => {
  const access = { guard: changeGuard(CHANGE_SCRIPTS), ledger: openLedger() };
  const session = await openSession(await resolveTarget({ port: server.port }, {}), access);
  const { signal } = new AbortController();
  const options = { run: newRunId(), db: 0, archive: null, maxOps: null, maxLatencyMs: 1_000, signal, onProgress: () => {} };
  const { failure } = await runChanges(session, access, options, async ({ engine }) => {
    const item: WorkItem = { keys: ['a'], checks: [], commands: [['UNLINK', 'a']], records: [] };
    await engine.run(
      Array.from({ length: changes }, () => item),
      readyItems,
    );
    throw new MeterError('connection-closed', EXIT.connection, 'The server closed the connection.', []);
  });
  expect(failure).toMatchObject({ code: 'connection-closed', exitCode });
  session.close();
});
