/** `meter audit --history` and `meter growth` as they are run, on a real Redis that grows. */
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GrowthData } from '../../src/lib/growth/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { loadRelay } from '../support/audit.js';
import { BASE, BASE_ISO, DAY_MS, UTC_OFFSET } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let folder: string;
let history: string;
const run = (...args: string[]): Promise<MeterResult> => runMeterInside(args, { env: { COLUMNS: '100' }, cwd: folder });
const audit = (days: number, ...args: string[]): Promise<MeterResult> =>
  run(
    'audit',
    '-u',
    server.url,
    '--now',
    new Date(BASE.getTime() + days * DAY_MS).toISOString(),
    '--utc-offset',
    String(UTC_OFFSET),
    ...args,
  );

async function growth(...args: string[]): Promise<GrowthData> {
  const result = await run('growth', ...args, '--json');
  expect(result).toMatchObject({ code: 0, stderr: '' });
  const envelope = result.json<Envelope<GrowthData>>();
  await assertMatchesSchema('growth', envelope);
  return envelope.data;
}

beforeAll(async () => {
  server = await startRedis(['--maxmemory', '64mb', '--maxmemory-policy', 'noeviction']);
  folder = await mkdtemp(join(tmpdir(), 'meter-growth-'));
  history = join(folder, 'relay.jsonl');
  await loadRelay(server.port);
  for (let day = -3; day <= 0; day++) {
    // A permanent stream that grows by the same amount each day.
    for (let entry = 0; entry < 200; entry++) await server.client().xadd('billing:events', '*', 'usage', 'x'.repeat(200));
    const { code, stderr } = await audit(day, '--history', history, '--exact');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^Added to .*relay\.jsonl \([\d.]+ kiB\)\.\n$/i) as string,
    });
  }
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a history', () => {
  test('has a line of a few KB for each audit, and only its owner can read it', async () => {
    const lines = (await readFile(history, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line.length).toBeLessThan(16_384);
    expect((await stat(history)).mode & 0o777).toBe(0o600);
  });

  test('shows how permanent keys grow, and that keys with a TTL stay', async () => {
    const { from, audits, families, forecasts, points, maxmemory } = await growth(history);
    expect({ from, audits, points: points.length }).toEqual({ from: 'history', audits: 4, points: 4 });
    expect(forecasts.map(({ days }) => days)).toEqual([7, 30, 90]);
    const stream = families.find(({ id }) => id === 'billing.events')!;
    expect(stream.kind).toBe('permanent');
    expect(stream.bytesThen!.value).toBeGreaterThan(stream.bytes! + 90 * 200 * 100);
    const daily = families.find(({ id }) => id === 'usage.daily')!;
    expect(daily.kind).toBe('periods');
    expect(daily.keysThen.value).toBeLessThan(daily.perDay!.value * 33);
    expect(maxmemory.bytes).toBe(64 * 1024 * 1024);
    expect(['between', 'not-before', 'never']).toContain(maxmemory.reached.kind);
  });

  test('is drawn on one screen, in every format', async () => {
    const { stdout } = await run('growth', history);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
    expect(stdout).toMatch(/^ +in 90 days/m);
    expect(stdout).toMatch(/^In 90 days: [\d,]+ keys[^]*; maxmemory [^]*\.$/m);
    const csv = await run('growth', history, '--format', 'csv', '--days', '1,365');
    expect(csv.stdout.split('\n')[0]).toContain('days,date,keys,keys_low,keys_high,used_memory');
    expect(csv.stdout.trim().split('\n')).toHaveLength(4);
    expect((await run('growth', history, '--format', 'markdown')).stdout).toContain('| in 30 days |');
    expect((await run('growth', history, '--all')).stdout).toContain('Audits');
  });

  test('of which only the newest audit counts needs no other', async () => {
    const data = await growth(history, '--newest');
    expect(data).toMatchObject({ from: 'audit', audits: 1 });
    expect(data.notes.map(({ code }) => code)).toContain('needs-history');
  });
});

test('one audit alone gives a first forecast: of a file, a server', async () => {
  const file = join(folder, 'audit.json');
  await audit(0, '--json', '-o', file, '-q');
  const ofFile = await growth(file);
  const live = await growth('-u', server.url, '--now', BASE_ISO, '--utc-offset', String(UTC_OFFSET));
  expect(live.forecasts.map(({ keys }) => keys)).toEqual(ofFile.forecasts.map(({ keys }) => keys));
  expect(live.families.filter(({ kind }) => kind === 'periods').length).toBeGreaterThan(5);
  // Each key makes jobs of the application send more.
  const { commandsPerDay } = live.forecasts[0]!;
  if (commandsPerDay !== null) expect(commandsPerDay.low).toBeGreaterThanOrEqual(0);
});

describe('refused', () => {
  const refused = async (words: string, ...args: string[]): Promise<void> => {
    const { code, stderr, stdout } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
  };

  test('a history that is too short, and what is none', async () => {
    const short = join(folder, 'short.jsonl');
    await audit(0, '--history', short, '-q');
    await refused('A trend needs three audits over a day at least, and the history has 1 audit over 0 s.', 'growth', short);
    await refused(`: meter growth --newest ${short}\n`, 'growth', short);
    expect((await growth('--newest', short)).audits).toBe(1);
    await refused('there is no such file', 'growth', join(folder, 'none'));
    await appendFile(join(folder, 'text'), 'hello');
    await refused('is not a result of meter', 'growth', join(folder, 'text'));
    await refused('is not a history of audits.', 'audit', '-u', server.url, '--history', join(folder, 'text'));
  });

  test('figures that no Redis has', async () => {
    const huge = (text: string): string => text.replaceAll(/"bytes": ?\d+/g, '"bytes":1.7e308');
    await audit(0, '--json', '-o', join(folder, 'whole.json'), '-q');
    await writeFile(join(folder, 'huge.json'), huge(await readFile(join(folder, 'whole.json'), 'utf8')));
    await writeFile(join(folder, 'huge.jsonl'), huge(await readFile(history, 'utf8')));
    await refused('has not the shape of an audit.', 'growth', join(folder, 'huge.json'));
    await refused('is not a history of audits.', 'growth', join(folder, 'huge.jsonl'));
  });

  test('flags that contradict each other', async () => {
    await refused('--url is for an audit', 'growth', history, '-u', server.url);
    await refused('--newest is for a history', 'growth', '--newest', '-u', server.url);
    await refused('--days takes numbers from 1 to 365', 'growth', history, '--days', '7,1000');
    await refused(
      '--history is of all keys, and --limit leaves some out.',
      'audit',
      '-u',
      server.url,
      '--history',
      history,
      '--limit',
      '5',
    );
    await refused('which is to be read', 'growth', history, '-o', history);
  });

  test('a partial audit is not added', async () => {
    const before = await readFile(history);
    const { code, stderr } = await audit(1, '--history', history, '--max-commands', '40', '-q');
    expect({ code, stderr }).toEqual({ code: 6, stderr: '' });
    expect(await readFile(history)).toEqual(before);
  });
});

test('control characters of a history never reach the terminal', async () => {
  const hostile = join(folder, 'hostile.jsonl');
  await appendFile(hostile, (await readFile(history, 'utf8')).replaceAll('usage.daily', 'us\\u001b]0;x\\u0007\\u202eage'));
  for (const format of ['text', 'markdown', 'csv', 'json']) {
    const { stdout, code } = await run('growth', hostile, '--format', format, '--all');
    expect(code).toBe(0);
    for (const character of ['\u001b', '\u0007', '\u202e']) expect(stdout).not.toContain(character);
  }
});
