import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DemoData } from '../../src/lib/demo/model.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE_ISO } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter, type MeterResult } from '../support/meter.js';
import { assertMatchesSchema } from '../support/schema.js';
import { until } from '../support/waiting.js';

/** Each fault that is planted, and the finding that shows it. */
const SHOWN_BY = {
  'counter-without-ttl': 'counter-without-ttl',
  'orphan-owner': 'orphan-owner',
  'deleted-account': 'orphan-owner',
  'ghost-member': 'ghost-index-member',
  'one-day-ttl': 'one-day-ttl',
  'large-stream': 'unbounded-collection',
  'unknown-keys': 'unrecognised-keys',
} satisfies Record<DemoData['relay']['planted'][number]['problem'], string>;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-demo-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** No server program on the PATH, and a folder for temporary files that is looked at afterwards. */
const surroundings = (): { env: Record<string, string> } => ({ env: { PATH: '', TMPDIR: folder, COLUMNS: '100' } });
const demoApart = (args: readonly string[], onStart: (child: ChildProcess) => void = () => {}): Promise<MeterResult> =>
  runMeter(['demo', ...args], { ...surroundings(), onStart });
const demo = (args: readonly string[]): Promise<MeterResult> => runMeterInside(['demo', ...args], surroundings());

test('meter demo shows what was planted, without any Redis, and leaves nothing behind', async () => {
  const { stdout, stderr, code } = await demoApart(['--all']);
  expect(code).toBe(0);
  for (const finding of Object.values(SHOWN_BY)) expect(stdout).toContain(finding);
  expect(stdout).toContain('claude-relay-service');
  expect(stderr).toContain('  meter demo --live');
  expect(await readdir(folder)).toEqual([]);
});

test('as JSON: the envelope of an audit, with exact counts and a finding for each fault', async () => {
  const result = await demo(['--json', '--now', BASE_ISO]);
  const { data, command } = result.json<Envelope<AuditReport>>();
  await assertMatchesSchema('audit', result.json());
  const written = await demo(['--write', join(folder, 'x.rdb'), '--json', '--now', BASE_ISO]);
  const { relay } = written.json<Envelope<DemoData>>().data;
  expect(command).toBe('audit');
  expect(data.keys).toBe(relay.keys);
  expect(data.families.reduce((sum, { noTtl }) => sum + (noTtl ?? 0), 0)).toBe(relay.keys - relay.expiring);
  const found = new Set(data.findings.map(({ code }) => code));
  expect(relay.planted.map(({ problem }) => problem).toSorted()).toEqual(Object.keys(SHOWN_BY).toSorted());
  for (const { problem } of relay.planted) expect(found).toContain(SHOWN_BY[problem]);
});

test('takes the flags of the report', async () => {
  const file = join(folder, 'report.md');
  const { stdout, code } = await demo([
    '--now',
    BASE_ISO,
    '--format',
    'markdown',
    '-o',
    file,
    '--fail-on',
    'high',
    '--show-ids',
    '--quiet',
  ]);
  expect({ stdout, code }).toEqual({ stdout: '', code: 3 });
  const report = await readFile(file, 'utf8');
  expect(report).toMatch(/^# /);
  expect(report).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
});

test.each([
  ['-11', -11],
  ['0', 0],
  ['14', 14],
])('an offset of %s hours is found in the data again', async (flag, hours) => {
  const result = await demo(['--json', '--now', BASE_ISO, '--utc-offset', flag, '--keys', '2000']);
  expect(result.json<Envelope<AuditReport>>().data.clock).toMatchObject({ utcOffset: hours, offsetFrom: 'data' });
});

test('Ctrl-C before the snapshot is written ends it, and leaves nothing behind', async () => {
  const { stdout, stderr, code } = await demoApart(['--keys', '3000000'], (child) => {
    void until(async () => (await readdir(folder)).length > 0).then(() => child.kill('SIGINT'));
  });
  expect({ stdout, code }).toEqual({ stdout: '', code: 130 });
  expect(stderr).toContain('meter: Interrupted');
  expect(await readdir(folder)).toEqual([]);
});

test('the README shows what it prints', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, shown] = /```\n(Audit of [^]*?)\n```/.exec(readme)!;
  const { env } = surroundings();
  const { stdout } = await runMeterInside(['demo', '--now', '2026-11-20T19:45:00Z'], { env: { ...env, COLUMNS: '100' } });
  const printed = new Set(stdout.split('\n'));
  // What is left out, where the file was for a moment, and how long it took.
  const lines = shown!.split('\n').filter((line) => !/^ *…$|^Audit of |^ +Spent /.test(line));
  expect(lines.filter((line) => !printed.has(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(25);
});
