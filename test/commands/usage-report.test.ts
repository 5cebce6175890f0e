/** `meter usage` as it is run: what is shown, what is refused, and what cannot be known. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import type { UsageData } from '../../src/lib/usage/model.js';
import { BASE, BASE_ISO, DAY_MS, dayAgo, hourAgo } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const MONTH = dayAgo(0).slice(0, 7);
/** Two names that a terminal and a spreadsheet would obey. */
const NAMES = { k1: 'Anna \u001b[31mred', k2: '=cmd|calc', k3: 'build server' };

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server?.stop());

const counters = (requests: number) => ({
  requests: String(requests),
  inputTokens: String(requests * 10),
  outputTokens: String(requests),
  cacheCreateTokens: '0',
  cacheReadTokens: '0',
  allTokens: String(requests * 11),
});

/** Three API keys with costs that no double can hold. */
beforeEach(async () => {
  await client.flushall();
  const pipeline = client.pipeline();
  for (const [index, [id, name]] of Object.entries(NAMES).entries()) {
    const requests = index + 1;
    pipeline.hset(`apikey:${id}`, {
      id,
      name,
      isActive: 'true',
      concurrencyLimit: '0',
      rateLimitWindow: '0',
      userId: index < 2 ? 'u1' : '',
    });
    pipeline.sadd('apikey:idx:all', id);
    for (const day of [dayAgo(0), dayAgo(24)]) {
      pipeline.hset(`usage:daily:${id}:${day}`, counters(requests)).sadd(`usage:daily:index:${day}`, id);
      pipeline.set(`usage:cost:daily:${id}:${day}`, '0.10000000000000001');
    }
    pipeline.hset(`usage:monthly:${id}:${MONTH}`, counters(requests * 2));
    pipeline.set(`usage:cost:monthly:${id}:${MONTH}`, '0.20000000000000002');
    pipeline.hset(`usage:${id}`, { totalRequests: '9', totalTokens: '9', totalAllTokens: '9' });
    pipeline.set(`usage:cost:total:${id}`, '9.5');
  }
  pipeline.set('user:u1', JSON.stringify({ username: 'anna', displayName: 'Änna' }));
  pipeline.hset(`usage:model:monthly:gpt-5:${MONTH}`, counters(12)).sadd(`usage:model:monthly:index:${MONTH}`, 'gpt-5');
  pipeline.set('system:migrated:version', '1.1.314');
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
});

const run = (...args: string[]): Promise<MeterResult> =>
  runMeterInside(['usage', '-u', server.url, '--now', BASE_ISO, '--utc-offset', '8', ...args], { env: { COLUMNS: '100' } });

async function usage(...args: string[]): Promise<UsageData> {
  const result = await run('--json', ...args);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  const envelope = result.json<Envelope<UsageData>>();
  await assertMatchesSchema('usage', envelope);
  return envelope.data;
}

const rows = ({ tables: [table] }: UsageData): unknown =>
  table!.rows.map(({ labels, figures }) => [
    labels.map(({ id, name }) => name ?? id).join(' · '),
    figures.requests,
    figures.cost,
  ]);

test('without options: now, who and what took most, and the last days', async () => {
  const data = await usage();
  expect(data.tables.map(({ id }) => id)).toEqual(['now', 'keys', 'models', 'days']);
  expect(data.tables[0]!.rows.map(({ figures }) => [figures.requests, figures.cost])).toEqual([
    [6, '0.30000000000000003'],
    [12, '0.60000000000000006'],
  ]);
  const { stdout } = await run();
  expect(stdout).toContain('So far');
  expect(stdout).toMatch(/Cost by day/);
  expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
});

test('names are untrusted text in every format', async () => {
  for (const format of ['text', 'csv', 'tsv', 'markdown', 'json']) {
    const { stdout, code } = await run('--by', 'key', '--format', format);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
    if (format === 'csv') expect(stdout).toContain("'=cmd|calc");
  }
});

describe('owners', () => {
  test('are found by name, by id, by short id and in other letters; several at once', async () => {
    expect(rows(await usage('--by', 'key', '--owner', 'k1', '--owner', 'BUILD Server', '--sort', 'requests'))).toEqual([
      ['build server', 6, '0.20000000000000002'],
      [String.raw`Anna \x1b[31mred`, 2, '0.20000000000000002'],
    ]);
    const short = (await usage('--by', 'key', '--owner', '=cmd|calc')).tables[0]!.rows[0]!.labels[0]!.id!;
    expect(rows(await usage('--owner', short))).toEqual([['', 4, '0.20000000000000002']]);
  });

  test('that belong to a user are that user’s usage', async () => {
    expect(rows(await usage('--owner', 'user:Änna'))).toEqual([['', 6, '0.40000000000000004']]);
    expect(rows(await usage('--by', 'user'))).toEqual([
      ['Änna', 6, '0.40000000000000004'],
      ['', 6, '0.20000000000000002'],
    ]);
  });

  test('that nobody knows are refused, with what may have been meant', async () => {
    const { code, stderr } = await run('--owner', 'bild server');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'meter: No API key is called "bild server".\n  Did you mean "build server"?\n',
    });
  });

  test('can be hidden', async () => {
    const { stdout } = await run('--by', 'key', '--anonymous', '--json');
    expect(stdout).not.toMatch(/build server|calc|Anna|"k[123]"/);
    expect(stdout).toContain('key-1');
  });
});

test.each<[string[], string]>([
  [['--by', 'kez'], 'Usage is not counted by "kez".'],
  [['--by', 'key,day,model'], '--by takes two words at most.'],
  [['--by', 'day,month'], '--by day and month are both periods.'],
  [['--by', 'key,account'], 'Nothing counts API keys by accounts.'],
  [['--by', 'key', '--sort', 'real-cost'], '--sort real-cost is no column here.'],
  [['--month', '2026-13'], '--month takes a month.'],
  [['--month', '2999-01'], 'The period lies in the future.'],
  [['--day', '2026-02-30'], '--day takes a day.'],
  [['--last', '7'], '--last takes a time, such as 7d. A number alone has no unit.'],
  [['--since', '2026-11-01T03:30'], '--since takes a day or a whole hour, not 2026-11-01T03:30.'],
  [['--until', '2026-11-01'], '--until needs --since.'],
  [['--since', '2026-11-02', '--until', '2026-11-01'], '--until is not after --since.'],
  [['--month', 'this', '--day', 'today'], '--month and --day contradict each other.'],
  [['--recent', '90s'], '--recent takes whole minutes, a day at most.'],
  [['--recent', '5m', '--by', 'key'], '--recent counts by the minute.'],
  [['--cycle', '2026-11'], 'This application has no billing cycles of free names.'],
  [['--all-time', '--by', 'day'], '--all-time cannot be split by day.'],
  [['--all-time', '--compare'], '--compare and --all-time contradict each other.'],
  [['--anonymous', '--show-ids'], '--anonymous and --show-ids contradict each other.'],
  [['--db', 'all'], 'Usage is read of one database.'],
  [['--all', '--top', '3'], '--all and --top contradict each other.'],
])('%j is refused in one sentence', async (args, message) => {
  const result = await run(...args, '--json');
  expect(result.code).toBe(2);
  const { error } = result.json<ErrorEnvelope>();
  expect(error.message).toBe(message);
});

describe('what cannot be known is said, and is never 0', () => {
  test('expired', async () => {
    const old = new Date(BASE.getTime() - 33 * DAY_MS).toISOString().slice(0, 10);
    const data = await usage('--day', old);
    expect(data.tables[0]!.total.figures).toEqual(Object.fromEntries(data.tables[0]!.metrics.map((metric) => [metric, null])));
    expect(data.notes).toContainEqual({
      code: 'unknown',
      params: { metrics: data.tables[0]!.metrics, reason: 'expired', from: old, to: null },
    });
    const { stdout } = await run('--day', old);
    expect(stdout).toContain('the keys have expired');
    expect(stdout).not.toMatch(/\b0\b.*tokens/);
  });

  test('removed by this program', async () => {
    const names = ['k1', 'k2', 'k3'].map((id) => `usage:cost:daily:${id}:${dayAgo(24)}`);
    await client.del(...names);
    const families = [
      { profile: 'claude-relay-service', id: 'cost.daily', action: 'delete', oldest: dayAgo(24), newest: dayAgo(24) },
    ];
    const noted = { run: 'a'.repeat(16), at: BASE_ISO, command: 'prune', archive: null, previous: null, utcOffset: 8, families };
    await client.hset('meter:state', '0', JSON.stringify(noted));
    const data = await usage('--day', dayAgo(24));
    expect(data.tables[0]!.total.figures).toMatchObject({ requests: 6, cost: null });
    expect(data.notes).toContainEqual({
      code: 'unknown',
      params: { metrics: ['cost'], reason: 'pruned', from: dayAgo(24), to: null },
    });
  });

  test('switched off', async () => {
    await client.del(...['k1', 'k2', 'k3'].map((id) => `usage:hourly:${id}:${hourAgo(0)}`));
    const file = join(server.dir, 'relay.env');
    await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\nENABLE_USAGE_STATISTICS=false\nTIMEZONE_OFFSET=8\n`);
    // The first day of a month could also be answered from the month.
    const args = ['--env-file', file, '--now', BASE_ISO, '--day', 'yesterday', '--json', '--profile', 'claude-relay-service'];
    await client.flushall();
    await client.hset('apikey:k1', { id: 'k1', name: 'one', concurrencyLimit: '0' });
    const { stdout, code } = await runMeterInside(['usage', ...args]);
    expect(code).toBe(0);
    const { data } = JSON.parse(stdout) as Envelope<UsageData>;
    expect(data.tables[0]!.total.figures.requests).toBeNull();
    expect(data.notes).toContainEqual({
      code: 'unknown',
      params: { metrics: data.tables[0]!.metrics, reason: 'off', from: dayAgo(24), to: null },
    });
  });

  test('missing although others are there', async () => {
    await client.del(...['k1', 'k2', 'k3'].map((id) => `usage:cost:daily:${id}:${dayAgo(24)}`));
    const data = await usage('--day', 'yesterday', '--by', 'key');
    expect(data.tables[0]!.rows.map(({ figures }) => figures.cost)).toEqual([null, null, null]);
    expect(data.notes).toContainEqual({
      code: 'unknown',
      params: { metrics: ['cost'], reason: 'absent', from: dayAgo(24), to: null },
    });
  });

  test('a minute without requests is 0, a minute that has expired is not', async () => {
    const minute = Math.floor(BASE.getTime() / 60_000);
    await client.hset(`system:metrics:minute:${minute - 1}`, { requests: '4', totalTokens: '100' });
    const data = await usage('--recent', '20m');
    const byMinute = data.tables[0]!.rows.map(({ figures }) => figures.requests);
    expect(byMinute.slice(-3)).toEqual([0, 4, 0]);
    expect(byMinute[0]).toBeNull();
    expect(data.tables[0]!.perMinute?.requests).toBe(Math.round(400 / byMinute.filter((each) => each !== null).length) / 100);
  });
});

test('an API key without costs cost nothing, where others have some', async () => {
  await client.del(`usage:cost:monthly:k3:${MONTH}`, ...[0, 24].map((hours) => `usage:cost:daily:k3:${dayAgo(hours)}`));
  expect(rows(await usage('--by', 'key', '--sort', 'requests'))).toEqual([
    ['build server', 6, '0'],
    ['=cmd|calc', 4, '0.20000000000000002'],
    [String.raw`Anna \x1b[31mred`, 2, '0.20000000000000002'],
  ]);
});

test('rows beyond --top are one row, and machines get the totals apart', async () => {
  const data = await usage('--by', 'key', '--top', '1', '--sort', 'requests', '--compare');
  expect(data.tables[0]).toMatchObject({
    rows: [{ figures: { requests: 6 }, share: 0.5 }],
    others: { rows: 2, figures: { requests: 6, cost: '0.40000000000000004' } },
    total: { figures: { requests: 12, cost: '0.60000000000000006' } },
  });
  const { stdout } = await run('--by', 'key', '--sort', 'requests', '--format', 'csv');
  expect(stdout.trimEnd().split('\n')).toHaveLength(4);
  expect(stdout).not.toContain('0.20000000000000002');
  const totals = await run('--by', 'key', '--format', 'csv', '--section', 'totals');
  expect(totals.stdout).toMatch(new RegExp(`usage,${MONTH},.*,12,.*,0.6$`, 'm'));
});

test('what the hard limit cuts short is marked, and exits with 6', async () => {
  const pipeline = client.pipeline();
  for (let index = 0; index < 3_000; index++) pipeline.hset(`usage:daily:x${index}:${dayAgo(0)}`, counters(1));
  await pipeline.exec();
  const { stdout, code } = await run('--day', 'today', '--by', 'key', '--max-commands', '1500', '--json');
  expect(code).toBe(6);
  const { data, spent } = JSON.parse(stdout) as Envelope<UsageData>;
  expect(data.source.partial).toBe('command-budget');
  expect(spent!.commands).toBeLessThanOrEqual(1_500);
});

test('an application that counts elsewhere says where', async () => {
  await client.flushall();
  await client.hset('token:0123456789abcdef0123456789abcdef', {
    Id: '1',
    RemainQuota: '5',
    UsedQuota: '5',
    Status: '1',
    UserId: '1',
  });
  await client.set('rateLimit:v2:ip:GA:10.0.0.1', '3');
  const { code, stderr } = await run('--profile', 'new-api');
  expect(code).toBe(4);
  expect(stderr).toContain('Usage is counted in the SQL database of New API');
});

test('a profile of your own counts what it states', async () => {
  await client.flushall();
  await client.hset(`chat:usage:team:7:${dayAgo(0)}`, {
    requests: '3',
    inputTokens: '5',
    outputTokens: '6',
    totalTokens: '11',
    costMicro: '1250000',
  });
  await client.hset(`chat:usage:alice:${dayAgo(0)}`, { requests: '1', inputTokens: '1', outputTokens: '1', totalTokens: '2' });
  await client.hset('chat:user:alice', { name: 'Alice', secretHash: 'x' });
  const [yaml] =
    /(?<=^```yaml\n)[^]*?(?=^```$)/m.exec(await readFile(new URL('../../docs/profiles.md', import.meta.url), 'utf8')) ?? [];
  const file = join(server.dir, 'mine.yaml');
  await writeFile(file, yaml!);
  expect(rows(await usage('--profile', file, '--by', 'user', '--last', '2d'))).toEqual([
    [expect.stringContaining('…'), 3, '1.25'],
    ['Alice', 1, null],
  ]);
});

test('hours by themselves', async () => {
  await client.hset(`usage:hourly:k1:${hourAgo(0)}`, counters(1));
  const data = await usage('--by', 'hour', '--last', '3h', '--metric', 'requests');
  expect(data.tables[0]!.rows.map(({ figures }) => figures.requests)).toEqual([0, 0, 1]);
});
