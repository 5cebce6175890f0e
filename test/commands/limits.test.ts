/** `meter limits` and `meter limits check` as they are run: what is shown, what is refused, and the exit codes. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LimitsData } from '../../src/lib/limits/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import { BASE, BASE_ISO, DAY_MS, dayAgo } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server?.stop());

/** Two names that a terminal and a spreadsheet would obey. */
const NAMES = { k1: 'Anna \u001b[31mred', k2: '=cmd|calc', k3: 'build server', k4: 'free' };
const USED = { k1: '9', k2: '7.5', k3: '10' };

beforeEach(async () => {
  await client.flushall();
  for (const [id, name] of Object.entries(NAMES)) {
    const limit = id in USED ? '10' : '0';
    await client.hset(`apikey:${id}`, {
      id,
      name,
      isActive: 'true',
      concurrencyLimit: '0',
      rateLimitWindow: '0',
      dailyCostLimit: limit,
    });
    await client.sadd('apikey:idx:all', id);
  }
  for (const [id, used] of Object.entries(USED)) await client.set(`usage:cost:daily:${id}:${dayAgo(0)}`, used);
  await client.hset('apikey:k1', { userId: 'u1', totalCostLimit: 'plenty' });
  await client.set('user:u1', JSON.stringify({ username: 'anna' }));
  await client.hset('usage:k1', { totalRequests: '9', totalTokens: '9', totalAllTokens: '9' });
  await client.set('system:migrated:version', '1.1.314');
});

const COMMON = ['--now', BASE_ISO, '--utc-offset', '8'];
const run = (...args: string[]): Promise<MeterResult> =>
  runMeterInside(['limits', ...args, '-u', server.url, ...COMMON], { env: { COLUMNS: '100' } });

async function limits(...args: string[]): Promise<LimitsData> {
  const result = await run('--json', ...args);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  const envelope = result.json<Envelope<LimitsData>>();
  await assertMatchesSchema('limits', envelope);
  return envelope.data;
}

const rows = (data: LimitsData): unknown => data.rows.map(({ subject, share }) => [subject.name, share]);

test('the nearest come first, unlimited ones are counted, and what is no number is named', async () => {
  const data = await limits();
  expect(rows(data)).toEqual([
    ['build server', 1],
    [String.raw`Anna \x1b[31mred`, 0.9],
    ['=cmd|calc', 0.75],
  ]);
  const { stdout } = await run();
  expect(stdout).toContain('Unlimited 1 of 4 API keys');
  expect(stdout).toContain('refused now');
  expect(stdout).toContain('the text is no such number');
  expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  expect(stdout).toMatch(/1 of 3 limits reached: build server, daily cost\.$/m);
});

test('--near leaves out what is further away', async () => {
  expect(rows(await limits('--near', '90'))).toEqual([
    ['build server', 1],
    [String.raw`Anna \x1b[31mred`, 0.9],
  ]);
  expect((await limits('--near', '90')).below).toBe(1);
  expect(rows(await limits('--near', '100.1%'))).toEqual([]);
});

test('--owner takes a name, an id, and a user', async () => {
  expect(rows(await limits('--owner', 'k2', '--owner', 'BUILD Server'))).toEqual([
    ['build server', 1],
    ['=cmd|calc', 0.75],
  ]);
  expect(rows(await limits('--owner', 'user:anna'))).toEqual([[String.raw`Anna \x1b[31mred`, 0.9]]);
});

test('a weekly cost that a start has lowered is shown beside the true one, if no rates are set', async () => {
  const local = new Date(BASE.getTime() + 8 * 3_600_000);
  const monday = new Date(local.getTime() - ((local.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
  const spend = async (id: string, weekly: string, real: string, totals: [string, string]): Promise<void> => {
    await client.hset(`apikey:${id}`, {
      dailyCostLimit: '0',
      weeklyOpusCostLimit: '50',
      weeklyResetDay: '1',
      weeklyResetHour: '0',
    });
    await client.set(`usage:opus:weekly:${id}:${monday}T00`, weekly);
    await client.set(`usage:opus:real:weekly:${id}:${monday}T00`, real);
    await client.set(`usage:opus:total:${id}`, totals[0]);
    await client.set(`usage:opus:real:total:${id}`, totals[1]);
  };
  await spend('k2', '3', '9.2', ['100.00000000000001', '100']);
  await spend('k3', '3', '9.2', ['80', '100']);
  await spend('k4', '9.2', '9.2', ['100', '100']);
  const { rows: found, notes } = await limits();
  const weekly = found.filter(({ limit }) => limit === 'weekly-claude-cost');
  expect(Object.fromEntries(weekly.map(({ subject, used, lasting }) => [subject.name, [used, lasting]]))).toEqual({
    '=cmd|calc': ['3', '9.2'],
    'build server': ['3', null],
    free: ['9.2', '9.2'],
  });
  expect(notes).toContainEqual({
    code: 'lowered',
    params: expect.objectContaining({ subjects: 1, examples: [expect.objectContaining({ used: '3', lasting: '9.2' })] }),
  });
  expect((await run()).stdout.replace(/\s+/g, ' ')).toContain('=cmd|calc $3 instead of $9.20');
});

test('names are untrusted text in every format', async () => {
  for (const format of ['text', 'csv', 'tsv', 'markdown', 'json']) {
    const { stdout, code } = await run('--format', format);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
    if (format === 'csv') expect(stdout).toContain("'=cmd|calc");
  }
});

test('a snapshot says the same', async () => {
  await client.hset('apikey:k2', { rateLimitWindow: '5', rateLimitRequests: '9', rateLimitCost: '3', concurrencyLimit: '4' });
  await client.set('rate_limit:window_start:k2', String(BASE.getTime() - 1_000));
  await client.set('rate_limit:requests:k2', '6');
  await client.set('rate_limit:cost:k2', '1.5');
  await client.zadd('concurrency:k2', BASE.getTime() - 1, 'over', BASE.getTime() + 9_000, 'running');
  await client.save();
  const live = await limits();
  const { stdout, code } = await runMeterInside(['limits', '--rdb', join(server.dir, 'dump.rdb'), '--json', ...COMMON]);
  expect(code).toBe(0);
  const { data } = JSON.parse(stdout) as Envelope<LimitsData>;
  expect({ ...data, source: live.source }).toEqual(live);
});

test('a database without known limits is refused, and --max-commands ends the reading', async () => {
  for (let index = 0; index < 60; index++) await client.hset(`apikey:more-${index}`, { name: 'more', rateLimitWindow: '0' });
  const cut = await run('--max-commands', '60', '--json');
  expect(cut.code).toBe(6);
  expect(cut.json<Envelope<LimitsData>>().data.source.partial).toBe('command-budget');
  await client.flushall();
  await client.set('some', 'thing');
  expect((await run()).code).toBe(4);
});

test.each<[string[], string]>([
  [['--near', 'eighty'], '--near takes a percentage, not eighty.'],
  [['--near', '-1'], '--near takes a percentage, not -1.'],
  [['--owner', 'bild server'], 'No API key is called "bild server".'],
  [['--db', 'all'], 'Limits are read of one database.'],
  [['--cycle', ''], '--cycle takes the name of a billing cycle.'],
  [['check', '--owner', 'k1', '--tokens', '1.5'], '--tokens takes a whole number, not 1.5.'],
  [['check', '--owner', 'k1', '--tokens', 'some'], '--tokens takes a whole number, not some.'],
  [['check', '--owner', 'k1', '--cost', '-1'], '--cost takes an amount in US dollars, not -1.'],
  [['check', '--owner', 'bild server'], 'No API key is called "bild server".'],
])('%j is refused in one sentence', async (args, message) => {
  const result = await run(...args, '--json');
  expect(result.code).toBe(2);
  expect(result.json<ErrorEnvelope>().error.message).toBe(message);
});

describe('limits check', () => {
  test.each<[string[], number, RegExp]>([
    [['--owner', 'k2'], 0, /^=cmd\|calc: allowed; nearest: daily cost \$7\.50 of \$10, 75\.0 %, resets /],
    [['--owner', 'k2', '--cost', '2.4999'], 0, /allowed/],
    [['--owner', 'k2', '--cost', '2.5'], 3, /would be refused after that, daily cost/],
    [['--owner', 'k2', '--tokens', '9'], 0, /no limit counts that unit/],
    [['--owner', 'k3'], 3, /^build server: refused, daily cost \$10 of \$10, resets /],
    [['--owner', 'k4'], 0, /^free: allowed, no limit is set\.$/],
    [['--owner', 'k1'], 6, /not known, 1 limit cannot be judged/],
  ])('%j: exit %d', async (args, code, line) => {
    const result = await run('check', ...args);
    expect(result.code).toBe(code);
    expect(result.stdout.trimEnd()).toMatch(line);
    expect(result.stdout.trimEnd().split('\n')).toHaveLength(1);
    await assertMatchesSchema('limits-check', (await run('check', ...args, '--json')).json());
  });

  test('an owner that is switched off or expired is refused', async () => {
    await client.hset('apikey:k4', { expiresAt: new Date(BASE.getTime() - DAY_MS).toISOString() });
    const result = await run('check', '--owner', 'free');
    expect(result).toMatchObject({ code: 3, stdout: 'free: refused, expired.\n' });
  });
});
