/** The rated cost of accounts, which no counter holds, against plain sums of the lists of single requests. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, test } from 'vitest';
import type { UsageData } from '../../src/lib/usage/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE_ISO, dayAgo, hoursAgo } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

const KEPT = 200;

let server: TestServer;
let client: Redis;
useServerAndFolder((own) => ({ server, client } = own));

interface Made {
  key: string;
  account: string;
  at: number;
  cost: number;
}

/** The newest first. `every`: hours between two requests. */
const requests = (key: string, count: number, every: number): Made[] =>
  Array.from({ length: count }, (_, at) => ({
    key,
    account: at % 3 === 0 ? 'con-1' : 'openai-1',
    at: hoursAgo(0.5 + at * every),
    cost: Number((0.000_001 * (at + 1)).toFixed(6)),
  }));

async function write(made: readonly Made[]): Promise<void> {
  const pipeline = client.pipeline();
  pipeline.hset('claude_console_account:con-1', { id: 'con-1', name: 'console' });
  pipeline.hset('openai:account:openai-1', { id: 'openai-1', name: 'open' });
  for (const account of ['con-1', 'openai-1', 'idle-1'])
    for (const hours of [0, 24, 48])
      pipeline.hset(`account_usage:daily:${account}:${dayAgo(hours)}`, { requests: 1, allTokens: 5 });
  for (const { key, account, at, cost } of made) {
    pipeline.sadd('apikey:idx:all', key);
    pipeline.hset(`apikey:${key}`, { id: key, name: key, isActive: 'true' });
    const request = { timestamp: new Date(at).toISOString(), accountId: account, cost, realCost: 9 };
    pipeline.rpush(`usage:records:${key}`, JSON.stringify(request));
    pipeline.ltrim(`usage:records:${key}`, 0, KEPT - 1);
  }
  pipeline.rpush('usage:records:key-0', 'no JSON', JSON.stringify({ timestamp: 'never', accountId: 'con-1', cost: 7 }));
  for (const [error] of (await pipeline.exec()) ?? []) expect(error).toBeNull();
}

async function usage(kind: string, ...args: readonly string[]): Promise<UsageData> {
  if (kind === 'snapshot') await client.save();
  const from = kind === 'snapshot' ? ['--rdb', join(server.dir, 'dump.rdb')] : ['-u', server.url];
  const common = ['--now', BASE_ISO, '--utc-offset', '8', '--show-ids', '--json'];
  const ran = await runMeterInside(['usage', ...from, ...args, ...common]);
  expect(ran.code, ran.stdout).toBe(0);
  await assertMatchesSchema('usage', ran.json());
  return ran.json<Envelope<UsageData>>().data;
}

const costs = ({ tables: [table] }: UsageData): Record<string, unknown> =>
  Object.fromEntries(
    table!.rows.map(({ labels, figures }) => [labels.map(({ id, name }) => id ?? name).join(' '), figures['cost']]),
  );
const sumOf = (made: readonly Made[]): string => String(Math.round(made.reduce((sum, { cost }) => sum + cost, 0) * 1e6) / 1e6);
const noteOf = ({ notes }: UsageData) => notes.find(({ code }) => code === 'from-lists')?.params;

beforeEach(() => client.flushall());

describe.each(['server', 'snapshot'])('in a %s', (kind) => {
  test('the cost of accounts is that of their requests, by day too, and 0 without any', async () => {
    const made = ['key-0', 'key-1', 'key-2'].flatMap((key) => requests(key, 90, 0.4));
    await write(made);
    const day = dayAgo(24);
    const own = made.filter(({ at }) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10) === day);
    const of = (account: string): Made[] => own.filter((each) => each.account === account);
    expect(of('con-1').length).toBeGreaterThan(10);
    const data = await usage(kind, '--by', 'account', '--metric', 'cost,requests', '--day', day);
    expect(costs(data)).toEqual({ 'con-1': sumOf(of('con-1')), 'openai-1': sumOf(of('openai-1')), 'idle-1': '0' });
    expect(noteOf(data)).toEqual({ metrics: ['cost'], lists: 'usage:records:{keyId}', kept: KEPT, since: null });
    const days = await usage(kind, '--owner', 'account:console', '--by', 'day', '--metric', 'cost', '--last', '2d');
    expect(costs(days)[day]).toBe(sumOf(of('con-1')));
  });

  test('where a list has dropped requests, what came before is not known', async () => {
    // 200 requests of key-1 are those of the last 25 hours.
    const made = [...requests('key-0', 30, 1), ...requests('key-1', 260, 0.125)];
    await write(made);
    const oldest = made[30 + KEPT - 1]!.at;
    const data = await usage(kind, '--by', 'account', '--metric', 'cost,requests', '--day', dayAgo(48));
    expect(noteOf(data)).toMatchObject({ since: new Date(oldest).toISOString() });
    // Requests of a list that is not full are there, so that the sum is at least theirs; nobody's is 0.
    expect(costs(data)['idle-1']).toBeNull();
    expect(Object.values(costs(data))).not.toContain('0');
    expect(data.notes.map(({ code }) => code)).toContain('incomplete');
    const today = await usage(kind, '--by', 'account', '--metric', 'cost,requests', '--day', dayAgo(0));
    expect(Object.values(costs(today))).not.toContain(null);
  });
});

test('without a list of API keys, all names are read; without the right to read lists, nothing is known', async () => {
  await write(requests('key-0', 10, 0.5));
  await client.del('apikey:idx:all');
  const data = await usage('server', '--by', 'account', '--metric', 'cost', '--last', '2d');
  expect(Object.values(costs(data))).not.toContain(null);
  await client.call('ACL', 'SETUSER', 'reader', 'on', '>secret', '~*', '+@read', '+@connection', '+info', '-lrange');
  const url = server.url.replace('//', '//reader:secret@');
  const args = ['usage', '-u', url, '--by', 'account', '--metric', 'cost', '--day', 'today', '--json', '--utc-offset', '8'];
  const ran = await runMeterInside([...args, '--now', BASE_ISO]);
  expect(Object.values(costs(ran.json<Envelope<UsageData>>().data)).filter((cost) => cost !== null)).toEqual([]);
});
