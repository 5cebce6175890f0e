/** The list price of accounts, which no counter holds, against plain sums of the stream of requests. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { beforeAll, describe, expect, test } from 'vitest';
import type { UsageData } from '../../src/lib/usage/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE_ISO, dayAgo, hoursAgo } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

/** More than are read at once. */
const REQUESTS = 1_200;
const ACCOUNTS = ['con-1', 'ccr-1'];
const PRICE = 0.012345;

let server: TestServer;
let client: Redis;
useServerAndFolder((own) => ({ server, client } = own));

const hoursOf = (index: number): number => (REQUESTS - index) / 12;

beforeAll(async () => {
  const pipeline = client.pipeline();
  pipeline.hset('claude_console_account:con-1', { id: 'con-1', name: 'console' });
  pipeline.hset('ccr_account:ccr-1', { id: 'ccr-1', name: 'ccr' });
  for (const account of [...ACCOUNTS, 'openai-1'])
    for (const hours of [0, 24, 48])
      pipeline.hset(`account_usage:daily:${account}:${dayAgo(hours)}`, { requests: 1, allTokens: 5 });
  for (let index = 0; index < REQUESTS; index++) {
    const account = { id: ACCOUNTS[index % 2], type: index % 2 === 0 ? 'claude-console' : 'ccr' };
    const event = { apiKey: { id: `key-${index % 3}` }, cost: { total: PRICE }, account };
    pipeline.xadd('billing:events', `${Math.floor(hoursAgo(hoursOf(index)))}-${index}`, 'data', JSON.stringify(event));
  }
  const now = hoursAgo(0);
  pipeline.xadd('billing:events', `${now}-9000`, 'data', 'no JSON', 'more', 'x');
  pipeline.xadd('billing:events', `${now}-9001`, 'data', JSON.stringify({ cost: { total: 5 }, account: { id: null } }));
  pipeline.xadd('billing:events', `${now}-9002`, 'data', JSON.stringify({ cost: { total: '5' }, account: { id: 'con-1' } }));
  for (const [error] of (await pipeline.exec()) ?? []) expect(error).toBeNull();
});

const COMMON = ['--now', BASE_ISO, '--utc-offset', '8', '--show-ids', '--json'];
async function usage(...args: readonly string[]): Promise<Envelope<UsageData>> {
  const ran = await runMeterInside(['usage', ...args, ...COMMON]);
  expect(ran.code, ran.stdout).toBe(0);
  await assertMatchesSchema('usage', ran.json());
  return ran.json<Envelope<UsageData>>();
}
const live = (...args: readonly string[]) => usage('-u', server.url, ...args);
const prices = ({ data }: Envelope<UsageData>): Record<string, unknown> =>
  Object.fromEntries(
    data.tables[0]!.rows.map(({ labels, figures }) => [labels.map(({ id, name }) => id ?? name).join(' '), figures['real-cost']]),
  );
const priceOf = (requests: number): string => String(Math.round(requests * PRICE * 1e6) / 1e6);
/** Requests of an account on the day. */
const made = (account: string, day: string): number =>
  Array.from({ length: REQUESTS }, (_, index) => index).filter(
    (index) => ACCOUNTS[index % 2] === account && dayAgo(hoursOf(index)) === day,
  ).length;

describe.each(['server', 'snapshot'])('in a %s', (kind) => {
  const asked = async (...args: readonly string[]): Promise<Envelope<UsageData>> => {
    if (kind === 'server') return live(...args);
    await client.save();
    return usage('--rdb', join(server.dir, 'dump.rdb'), ...args);
  };

  test('the price of accounts is that of their requests, and unknown where no request is logged', async () => {
    const day = dayAgo(24);
    const report = await asked('--by', 'account', '--metric', 'real-cost,requests', '--day', day);
    expect(prices(report)).toEqual({
      'con-1': priceOf(made('con-1', day)),
      'ccr-1': priceOf(made('ccr-1', day)),
      'openai-1': null,
    });
    expect(report.data.notes).toContainEqual({
      code: 'from-log',
      params: expect.objectContaining({ metrics: ['real-cost'], log: 'billing:events' }) as unknown,
    });
  });

  test('by account and day, and of one account by day', async () => {
    const days = [dayAgo(48), dayAgo(24), dayAgo(0)];
    const both = prices(await asked('--by', 'account,day', '--metric', 'real-cost', '--since', days[0]!, '--until', days[2]!));
    for (const account of ACCOUNTS) {
      const own = prices(
        await asked(
          '--by',
          'day',
          '--owner',
          `account:${account}`,
          '--metric',
          'real-cost',
          '--since',
          days[0]!,
          '--until',
          days[2]!,
        ),
      );
      expect(Object.values(own)).toEqual(days.map((day) => priceOf(made(account, day))));
      expect(Object.values(both)).toEqual(expect.arrayContaining(Object.values(own)));
    }
  });
});

test('before the first request that is kept nothing is known', async () => {
  await client.xtrim('billing:events', 'MINID', String(hoursAgo(30)));
  const report = await live('--by', 'account,day', '--metric', 'real-cost', '--since', dayAgo(72), '--until', dayAgo(0));
  expect(report.data.notes).toContainEqual({
    code: 'unknown',
    params: expect.objectContaining({ reason: 'trimmed' }) as unknown,
  });
  expect(report.data.notes).toContainEqual({
    code: 'incomplete',
    params: expect.objectContaining({ reason: 'trimmed' }) as unknown,
  });
});

test.each([
  ['models of accounts', ['--by', 'account,model', '--metric', 'real-cost'], 'Nothing counts real-cost by account and model'],
  ['what is billed', ['--by', 'account,model', '--metric', 'cost'], 'Nothing counts cost by account and model'],
])('%s have no such figures', async (_, args, sentence) => {
  const ran = await runMeterInside(['usage', '-u', server.url, ...args]);
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(sentence)]);
});

test('without the stream nothing is known', async () => {
  await client.del('billing:events');
  const report = await live('--by', 'account', '--metric', 'real-cost,requests', '--month', 'this');
  expect(Object.values(prices(report))).toEqual([null, null, null]);
  expect(report.data.notes).toContainEqual({
    code: 'unknown',
    params: expect.objectContaining({ metrics: ['real-cost'], reason: 'uncounted' }) as unknown,
  });
});
