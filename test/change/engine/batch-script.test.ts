import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/lib/redis/resp.js';
import { BATCH, batchAnswer, batchArgs } from '../../../src/lib/change/engine/batch-script.js';
import { readForChange } from '../../../src/lib/change/engine/read-values.js';
import { CHANGE_SCRIPTS } from '../../../src/lib/change/engine/scripts.js';
import type { WorkItem } from '../../../src/lib/change/engine/work-item.js';
import { changeGuard } from '../../../src/lib/redis/guard.js';
import { SteadyConnection } from '../../../src/lib/redis/steady-connection.js';
import { bulkOptions } from '../../support/connection.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';

const NOTE = 'meter:run:x';
const LIFE_MS = 60_000;
const NAMES = ['same', 'grown', 'gone', 'lasting', 'ending', 'longer', 'shortened', 'sooner', 'alike'];
/** They are to get a TTL; all others are to be removed. */
const EXPIRED = ['shortened', 'sooner'];

let server: TestServer;
let connection: SteadyConnection;
beforeAll(async () => {
  server = await startRedis();
  connection = await SteadyConnection.open(await bulkOptions(server.port, { guard: changeGuard(CHANGE_SCRIPTS) }));
});
afterAll(async () => {
  connection.close();
  await server.stop();
});
beforeEach(() => server.client().flushall());

const run = async (items: readonly WorkItem[], number = 7): Promise<Reply> =>
  (await connection.send([['EVAL', BATCH.body, ...batchArgs(number, items, NOTE, LIFE_MS)]]))[0]!;

/** Keys, read and then altered as their names say. */
async function alteredItems(): Promise<WorkItem[]> {
  const client = server.client();
  const now = await client.time().then(([seconds]) => Number(seconds) * 1000);
  for (const name of NAMES) await client.set(name, '1');
  for (const name of ['ending', 'longer', 'sooner']) await client.pexpireat(name, now + 1_000_000);
  const found = await readForChange(connection, NAMES);
  await client.incr('grown');
  await client.del('gone');
  await client.pexpireat('lasting', now + 1_000_000);
  await client.persist('ending');
  await client.pexpireat('longer', now + 2_000_000);
  return NAMES.map((name, at): WorkItem => ({
    keys: [name],
    checks: [{ kind: 'same', key: name, read: found[at]!.key! }],
    commands: [EXPIRED.includes(name) ? ['PEXPIREAT', name, String(now + 500_000)] : ['UNLINK', name]],
    records: [],
  }));
}

/** It asks for nothing that the others do, and makes the batch one of items in the long form. */
const LONG: WorkItem = { keys: ['other'], checks: [], commands: [['SET', 'other', '1']], records: [] };

test.each([
  ['short', []],
  ['long', [LONG]],
])('items in the %s form are carried out where value and TTL are as they were read', async (form, more) => {
  const items = [...(await alteredItems()), ...more];
  const args = batchArgs(7, items, NOTE, LIFE_MS);
  expect(args.includes('plain')).toBe(form === 'short');
  const outcome = `dagaaaddd${more.map(() => 'd').join('')}`;
  expect(batchAnswer(await run(items), 7, items.length)).toEqual({ outcome, refusals: [] });
  const client = server.client();
  expect(await client.hget(NOTE, '7')).toBe(outcome);
  expect((await client.keys('*')).filter((name) => NAMES.includes(name)).toSorted()).toEqual(
    NAMES.filter((name) => !['same', 'alike', 'gone'].includes(name)).toSorted(),
  );
  const lives = await Promise.all(EXPIRED.map((name) => client.pttl(name)));
  for (const life of lives) expect(life).toSatisfy((left: number) => left > 0 && left <= 501_000);
  // Delivered a second time, it answers the same and does nothing.
  await client.set('same', '1');
  expect(batchAnswer(await run(items), 7, items.length)?.outcome).toBe(outcome);
  expect(await client.exists('same')).toBe(1);
});

test('of what the user may not send nothing is told to be done', async () => {
  const items = await alteredItems();
  await server.client().call('ACL', 'SETUSER', 'default', '-unlink');
  try {
    const answer = batchAnswer(await run(items), 7, items.length);
    expect(answer?.outcome).toBe('eagaaadde');
    expect(answer?.refusals).toHaveLength(2);
    expect(await server.client().hget(NOTE, '7')).toBe('eagaaadde');
    expect(await server.client().exists('same')).toBe(1);
  } finally {
    await server.client().call('ACL', 'SETUSER', 'default', '+unlink');
  }
});
