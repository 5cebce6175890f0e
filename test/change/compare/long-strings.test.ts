/** Strings that are far longer than any figure, where a figure should be: they are neither read whole nor taken for one. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { raiseItem } from '../../../src/lib/change/compare/raise.js';
import { readyItems } from '../../../src/lib/change/engine/ready-items.js';
import { readFigures } from '../../../src/lib/change/migrate/read-figures.js';
import { compileProfile } from '../../../src/lib/profile/classify.js';
import { loadProfile } from '../../../src/lib/profile/load.js';
import type { Reply } from '../../../src/lib/redis/resp.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { engineOver } from '../engine/support/engine-over.js';

const LENGTH = 3 * 2 ** 20;

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await client.flushall();
  await client.setrange('long', LENGTH - 1, '1');
});

/** Bytes that the server has sent meanwhile. */
async function sentDuring(work: () => Promise<void>): Promise<number> {
  const sent = async (): Promise<number> => Number(/total_net_output_bytes:(\d+)/.exec(await client.info('stats'))![1]);
  const before = await sent();
  await work();
  return (await sent()) - before;
}

test.each(['scripts', 'transactions'] as const)('no figure is raised in one that took its place (%s)', async (way) => {
  await client.set('longer', '1.50');
  await client.set('same', '1.5');
  const { engine, node, close } = await engineOver(server.port, way, null);
  const items = ['long', 'longer', 'same'].map((name) =>
    raiseItem({
      db: 0,
      name,
      family: 'cost',
      type: 'string',
      exists: true,
      raises: [{ field: '', before: '1.5', after: '2', step: '0.5', decimal: true }],
      expireAtMs: null,
    }),
  );
  const sent = await sentDuring(async () => {
    expect(await engine.runOn(node, items, readyItems)).toEqual(['altered', 'altered', 'done']);
  });
  expect(sent).toBeLessThan(LENGTH / 10);
  expect(await client.mget('longer', 'same')).toEqual(['1.50', '2']);
  expect(await client.strlen('long')).toBe(LENGTH);
  close();
});

test('figures are read of the beginning of a string alone', async () => {
  await client.mset({ cost: '1.5', empty: '', digits: '7'.repeat(513) });
  await client.hset('hash', 'a', '1');
  const { families } = compileProfile(await loadProfile('claude-relay-service'));
  const family = families.find((each) => each.family.type === 'string' && each.family.value === 'usd')!;
  const sender = {
    send: (commands: readonly { args: readonly string[] }[]): Promise<Reply[]> =>
      Promise.all(commands.map(({ args: [name, ...rest] }) => client.call(name!, rest) as Promise<Reply>)),
  };
  const names = ['cost', 'long', 'digits', 'empty', 'none'];
  const sent = await sentDuring(async () => {
    const keys = names.map((name) => ({ family, name, fields: [''] }));
    expect(await readFigures(sender, keys)).toEqual([['1.5'], 'unreadable', 'unreadable', [''], null]);
  });
  expect(sent).toBeLessThan(LENGTH / 10);
});
