import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportData } from '../../src/lib/change/export/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { loadRelay } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startAll, startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { thinOut } from '../support/thin-relay.js';
import { contentsOf } from '../support/server-contents.js';

let source: TestServer;
let other: TestServer;
let folder: string;
beforeAll(async () => {
  [source, other] = await startAll(startRedis(), startRedis());
  folder = await mkdtemp(join(tmpdir(), 'meter-export-test-'));
  await loadRelay(source.port);
  await thinOut(source.client());
  await source.client().set('nobody:knows', 'it');
});
afterAll(async () => {
  await Promise.all([source.stop(), other.stop()]);
  await rm(folder, { recursive: true });
});

describe('an export', () => {
  test('and a restore bring everything to another server, with its lives', async () => {
    const path = join(folder, 'all.archive');
    const { stdout, code } = await runMeterInside(['export', '-u', source.url, '-o', path, '--all', '--json']);
    expect(code).toBe(0);
    const envelope = JSON.parse(stdout) as Envelope<ExportData>;
    await assertMatchesSchema('export', envelope);
    const keys = await source.client().dbsize();
    expect(envelope.data).toMatchObject({ keys, seen: keys, unrecognised: 1, complete: true });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await runMeterInside(['restore', path, '-u', other.url, '--yes'])).code).toBe(0);
    const [here, there] = await Promise.all([contentsOf(source.client()), contentsOf(other.client())]);
    for (const [name, { expires, ...value }] of here) {
      const copy = there.get(name)!;
      expect(copy, name).toMatchObject(value);
      expect(Math.abs(copy.expires - expires), name).toBeLessThan(1_000);
    }
    expect([...there.keys()].filter((name) => !here.has(name) && !name.startsWith('meter:restored:'))).toEqual([]);
  });

  test('keeps lives of any length', async () => {
    const lives = [10 ** 14, 10 ** 15, 4 * 10 ** 15, 9_000_000_000_000_000];
    for (const [number, ms] of lives.entries()) await source.client().set(`far:${number}`, 'x', 'PXAT', ms);
    await source.client().call('SET', 'far:last', 'x', 'PXAT', '9223372036854775807');
    const path = join(folder, 'far.archive');
    expect((await runMeterInside(['export', '-u', source.url, '-o', path, '--all'])).code).toBe(0);
    await other.client().flushall();
    expect((await runMeterInside(['restore', path, '-u', other.url, '--yes'])).code).toBe(0);
    for (const [number, ms] of lives.entries())
      expect(Math.abs((await other.client().pexpiretime(`far:${number}`)) - ms), String(ms)).toBeLessThan(5_000);
    expect(await other.client().pexpiretime('far:last')).toBeGreaterThan(9e18);
    await source.client().unlink('far:last', ...lives.map((_, number) => `far:${number}`));
  }, 20_000);

  test('of one family holds its keys alone, and no file is written over', async () => {
    const path = join(folder, 'family.archive');
    const { stdout } = await runMeterInside(['export', '-u', source.url, '-o', path, '--family', 'usage.daily', '--json']);
    const { families, keys } = (JSON.parse(stdout) as Envelope<ExportData>).data;
    expect(families).toEqual([{ id: 'usage.daily', pattern: 'usage:daily:{keyId}:{date}', keys }]);
    const other = ['export', '-u', source.url, '-o', join(folder, 'pattern.archive'), '--json', '--family'];
    const byPattern = await runMeterInside([...other, 'usage:daily:{keyId}:{date}']);
    expect((JSON.parse(byPattern.stdout) as Envelope<ExportData>).data).toMatchObject({ families, keys });
    expect((await runMeterInside([...other, 'usage.dayly'])).stdout).toContain('Did you mean usage.daily');
    const again = await runMeterInside(['export', '-u', source.url, '-o', path]);
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toMatch(/exists already/);
  });

  test('tells the command that imports it on one line, however narrow the terminal', async () => {
    const path = join(folder, 'a name that is longer than the line.archive');
    const args = ['export', '-u', source.url, '-o', path, '--family', 'usage.daily'];
    const { stdout } = await runMeterInside(args, { env: { COLUMNS: '40' } });
    expect(stdout).toContain(`  Restore   meter restore '${path}' --url ${source.url}\n`);
  });

  test.each([60, 300, 600])('ends at a ceiling of %i commands, and says that it is not whole', async (ceiling) => {
    const path = join(folder, `part-${ceiling}.archive`);
    const args = ['export', '-u', source.url, '-o', path, '--max-commands', String(ceiling)];
    const { code, stdout } = await runMeterInside(args);
    expect(code).toBe(6);
    expect(stdout).toMatch(/Not finished/);
    const [, copied, seen] = /Keys +(\d+) of (\d+)/.exec(stdout)!;
    expect(Number(copied)).toBeLessThanOrEqual(Number(seen));
    const listed = await runMeterInside(['restore', path, '--list']);
    expect(listed.code).toBe(0);
  });
});
