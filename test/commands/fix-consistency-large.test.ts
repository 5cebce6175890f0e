import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashEntry, type Entry } from '../../src/lib/demo/entry.js';
import type { Manifest } from '../../src/lib/demo/manifest.js';
import { writeSnapshot } from '../../src/lib/demo/rdb/snapshot.js';
import { relaySnapshot } from '../../src/lib/demo/relay-snapshot.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE, BASE_ISO } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { assertMatchesSchema } from '../support/schema.js';

type Report = Envelope<ConsistencyReport>;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-many-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function reportOf(...args: string[]): Promise<Report> {
  const { stdout, code } = await runMeterInside(['fix-consistency', '--json', '--quiet', ...args]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Report;
}

describe('a large relay of the demo', () => {
  test.each([
    [60, BASE_ISO],
    [900, '2028-02-29T23:59:30Z'],
    [4_000, '2026-12-31T15:59:59Z'],
    [8_000, BASE_ISO],
  ])('of %i keys at %s holds in everything', async (keys, now) => {
    const file = join(folder, 'large.rdb');
    await writeFile(file, Buffer.concat([...relaySnapshot({ keys, seed: keys, now: new Date(now), problems: false })]));
    const { data } = await reportOf('--rdb', file, '--now', now);
    expect(data.violations).toEqual([]);
    expect(data.source.keys).toBeGreaterThan(keys < 100 ? -1 : keys * 0.8);
  });
});

/** More differences than are listed. */
const SHORT = 10_040;

describe('more differences than are listed', () => {
  let file: string;

  beforeAll(async () => {
    function* entries(): Generator<Entry, Manifest> {
      for (let user = 0; user < SHORT; user++) {
        const place = { pattern: 'token_usage:{userId}:{date}', values: { userId: `u${user}`, date: '2026-11-20' }, ttl: null };
        yield hashEntry(place, { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1200 });
      }
      return { families: [], planted: [] };
    }
    file = join(folder, 'short.rdb');
    await writeFile(file, Buffer.concat([...writeSnapshot(entries(), { now: BASE, size: { keys: SHORT, expiring: 0 } })]));
  });

  const args = (): string[] => ['--rdb', file, '--now', BASE_ISO, '--profile', 'aiecs', '--show-ids'];
  const rowOf = ({ data }: Report) => data.invariants.find(({ violations }) => violations > 0)!;

  test('are counted all, and a hundred are listed', async () => {
    const report = await reportOf(...args());
    await assertMatchesSchema('fix-consistency', report);
    const { byClass, leftOut, violations } = rowOf(report);
    const [kind] = Object.keys(byClass);
    expect({ byClass, leftOut, violations }).toEqual({
      byClass: { [kind!]: SHORT },
      leftOut: { [kind!]: SHORT - 100 },
      violations: SHORT,
    });
    expect(report.data.violations).toHaveLength(100);
    expect(report.warnings.join()).toContain(`${(SHORT - 100).toLocaleString('en-US')} differences are counted and not listed`);
  });

  test('are listed with --all, each once, in a report of the same form', async () => {
    const report = await reportOf(...args(), '--all');
    await assertMatchesSchema('fix-consistency', report);
    expect(new Set(report.data.violations.map(({ key }) => key)).size).toBe(SHORT);
    expect(report.data.violations).toHaveLength(SHORT);
    expect(rowOf(report).leftOut).toEqual({});
    expect(Object.keys(report.data)).toEqual(Object.keys((await reportOf(...args())).data));
  });

  test('are printed for people: some, or with --all every one, to a file as well', async () => {
    const some = await runMeterInside(['fix-consistency', '--quiet', ...args()]);
    expect(some.stdout).toMatch(/10,040 differences: 10,040 [\w-]+;/);
    expect(some.stdout.split('\n').length).toBeLessThan(40);
    const output = join(folder, 'all.txt');
    await runMeterInside(['fix-consistency', '--quiet', ...args(), '--all', '-o', output]);
    const lines = (await readFile(output, 'utf8')).split('\n');
    expect(lines.filter((line) => /^  - token_usage:u\d+:/.test(line))).toHaveLength(SHORT);
    expect(lines.join('\n')).not.toContain('--all');
  });

  test('are written as CSV, a row for each', async () => {
    const { stdout } = await runMeterInside(['fix-consistency', '--quiet', ...args(), '--all', '--format', 'csv']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(SHORT + 1);
  });
});
