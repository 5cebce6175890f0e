/** One value that the server does not take, among others. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { raiseItem } from '../../../src/lib/change/compare/raise.js';
import { readyItems } from '../../../src/lib/change/engine/ready-items.js';
import { ITEMS_TOGETHER } from '../../../src/lib/change/engine/script-batches.js';
import type { Check, WorkItem } from '../../../src/lib/change/engine/work-item.js';
import { readTyped } from '../../../src/lib/change/value/read-typed.js';
import type { ArchivedValue } from '../../../src/lib/change/archive/record.js';
import { runMeterInside } from '../../support/meter-inside.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { archiveOf, dumped, restoring } from '../restore/support/restoring.js';
import { engineOver } from './support/engine-over.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

const item = (key: string, ...commands: string[][]): WorkItem => ({ keys: [key], checks: [], commands, records: [] });

describe.each(['scripts', 'transactions'] as const)('of a batch (%s)', (way) => {
  test('is told with the reason, and its neighbours are changed', async () => {
    await client.mset({ a: '1', text: 'x', b: '1', far: '9223372036854775807', c: '1' });
    const { engine, node, close } = await engineOver(server.port, way, null);
    const items = ['a', 'text', 'b', 'far', 'c'].map((key) => item(key, ['INCRBY', key, '1']));
    expect(await engine.runOn(node, items, readyItems)).toEqual(['done', 'refused', 'done', 'refused', 'done']);
    expect(await client.mget('a', 'text', 'b', 'far', 'c')).toEqual(['2', 'x', '2', '9223372036854775807', '2']);
    expect(engine.book.refused.all).toEqual([
      { name: 'text', reason: expect.stringContaining('not an integer') as string },
      { name: 'far', reason: expect.stringContaining('overflow') as string },
    ]);
    expect(engine).toMatchObject({ failure: null, book: { open: 0 } });
    close();
  });

  test('whose check the server refuses is told, and its neighbours are changed', async () => {
    await client.mset({ a: '1', c: '1', d: '1' });
    await client.rpush('b', 'x');
    const { engine, node, close } = await engineOver(server.port, way, null);
    const check: Check = { kind: 'reply', ask: ['LINDEX', 'b', 'first'], is: 'x' };
    const far = item('d', ['INCRBY', 'd', '9223372036854775807']);
    const items = [
      item('a', ['UNLINK', 'a']),
      { ...item('b', ['UNLINK', 'b']), checks: [check] },
      item('c', ['UNLINK', 'c']),
      far,
    ];
    expect(await engine.runOn(node, items, readyItems)).toEqual(['done', 'refused', 'done', 'refused']);
    expect(await client.exists('a', 'b', 'c', 'd')).toBe(2);
    expect(engine.book.refused.all.toSorted((x, y) => (x.name < y.name ? -1 : 1))).toEqual([
      { name: 'b', reason: expect.stringContaining('not an integer') as string },
      { name: 'd', reason: expect.stringContaining('overflow') as string },
    ]);
    expect(engine).toMatchObject({ failure: null, book: { open: 0 } });
    close();
  });

  test('of a command that the server does not have', async () => {
    const older = await startRedis(['--rename-command', 'PEXPIREAT', '']);
    const own = older.client();
    await own.mset({ a: '1', b: '1', c: '1' });
    const { engine, node, close } = await engineOver(older.port, way, null);
    const items = [item('a', ['UNLINK', 'a']), item('b', ['PEXPIREAT', 'b', '9999999999999']), item('c', ['UNLINK', 'c'])];
    expect(await engine.runOn(node, items, readyItems)).toEqual(['done', 'refused', 'done']);
    expect(engine.book.refused.all).toMatchObject([{ name: 'b' }]);
    expect(await own.exists('a', 'b', 'c')).toBe(1);
    close();
    await older.stop();
  });
});

test('what was changed before the server refuses everything is counted, and then the run ends', async () => {
  const names = Array.from({ length: 2 * ITEMS_TOGETHER }, (_, at) => `n${at}`);
  await client.mset(Object.fromEntries(names.map((name) => [name, 'x'])));
  const { engine, node, close } = await engineOver(server.port, 'scripts', null);
  const items = names.map((name, at) => item(name, at < ITEMS_TOGETHER ? ['UNLINK', name] : ['SET', name, 'y']));
  await client.config('SET', 'maxmemory', '1');
  try {
    const outcomes = await engine.runOn(node, items, readyItems);
    expect(outcomes.slice(0, ITEMS_TOGETHER).every((outcome) => outcome === 'done')).toBe(true);
    expect(outcomes.slice(ITEMS_TOGETHER).every((outcome) => outcome === 'stopped')).toBe(true);
    await expect(engine.runOn(node, items, readyItems)).rejects.toBe(engine.failure);
  } finally {
    await client.config('SET', 'maxmemory', '0');
    close();
  }
  expect(await client.exists(...names)).toBe(ITEMS_TOGETHER);
});

test('a sum beyond 64 bits is not sent in a transaction, whose note would say that it was added', async () => {
  await client.hset('h', 'n', '9223372036854775807');
  const { engine, node, close } = await engineOver(server.port, 'transactions', null);
  const raises = [{ field: 'n', before: '9223372036854775807', after: '9223372036854775808', step: '1', decimal: false }];
  const far = { db: 0, name: 'h', family: 'f', type: 'hash', exists: true, raises, expireAtMs: null } as const;
  const other = { ...far, raises: [{ ...raises[0]!, before: '1', after: '2' }] };
  await client.config('RESETSTAT');
  expect(await engine.runOn(node, [raiseItem(far)], readyItems)).toEqual(['refused']);
  expect(await engine.runOn(node, [raiseItem(other)], readyItems)).toEqual(['altered']);
  expect(engine.book.refused.all).toEqual([{ name: 'h', reason: expect.stringContaining('64 bits') as string }]);
  expect(await client.info('commandstats')).not.toMatch(/cmdstat_(?:hincrby|multi):/);
  close();
});

describe('of a restore', () => {
  test('is a payload that neither server nor meter reads: the others come back, exit 6 with its name', async () => {
    await client.mset({ 'usage:a': '1', 'usage:c': '3' });
    const records = [
      { name: 'usage:a', value: await dumped(client, 'usage:a') },
      { name: 'usage:b', value: { form: 'dump', payload: 'no payload' } as ArchivedValue },
      { name: 'usage:c', value: await dumped(client, 'usage:c') },
    ];
    await client.unlink('usage:a', 'usage:c');
    const path = await archiveOf(records);
    const ended = await runMeterInside(['restore', path, '-u', server.url, '--yes', '--json', '--show-ids']);
    expect(ended.code).toBe(6);
    const { data, warnings } = ended.json<{ data: unknown; warnings: string[] }>();
    expect(data).toMatchObject({ changed: 2, skipped: { protected: 0, refused: 1 }, receipt: { complete: false } });
    expect(warnings.join('\n')).toMatch(/did not take 1 value: usage:b \(.*payload.*\)/);
    expect(await client.mget('usage:a', 'usage:b', 'usage:c')).toEqual(['1', null, '3']);
  });

  test('is a hash whose fields expire, where the server has no such thing', async () => {
    const fields = [{ field: 'f', value: 'v', expireAtMs: Date.now() + 1e7 }];
    const path = await archiveOf([
      { name: 'h', value: { form: 'typed', type: 'hash', value: fields } },
      { name: 's', value: { form: 'typed', type: 'string', value: 'v' } },
    ]);
    const hasFieldLives = ((await client.call('COMMAND', 'INFO', 'HPEXPIREAT')) as unknown[])[0] !== null;
    const older = hasFieldLives ? await startRedis(['--rename-command', 'HPEXPIREAT', '']) : server;
    const result = await restoring(older.port, [path]);
    expect(result).toMatchObject({
      fates: { restored: 1, untaken: 1 },
      failure: null,
      complete: false,
      refused: [{ name: 'h' }],
    });
    expect(await older.client().exists('h', 's')).toBe(1);
    if (older !== server) await older.stop();
  });

  test('is no stream with entries that wait in a group though they were deleted', async () => {
    for (const id of ['1-0', '2-0', '3-0']) await client.xadd('s', id, 'f', 'v');
    await client.xgroup('CREATE', 's', 'g', '0');
    await client.xreadgroup('GROUP', 'g', 'c', 'COUNT', 2, 'STREAMS', 's', '>');
    await client.xdel('s', '1-0');
    const sender = {
      send: (commands: readonly (readonly string[])[]) =>
        Promise.all(commands.map(([name, ...args]) => client.call(name!, ...args))),
    };
    const typed = await readTyped(sender as Parameters<typeof readTyped>[0], 's', 'stream');
    await client.unlink('s');
    const path = await archiveOf([{ name: 's', value: { form: 'typed', ...typed! } }]);
    expect(await restoring(server.port, [path])).toMatchObject({ fates: { restored: 1 }, failure: null, refused: [] });
    expect(await client.xrange('s', '-', '+')).toEqual(['2-0', '3-0'].map((id) => [id, ['f', 'v']]));
    expect(await client.xpending('s', 'g')).toMatchObject([2, '1-0', '2-0', [['c', '2']]]);
  });
});
