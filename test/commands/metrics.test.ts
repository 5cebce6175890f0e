/** `--format prometheus` of the verbs that have metrics, against a real server, and of those that have none. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { needsPromtool, promtool } from '../support/promtool.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';

const VERBS = ['audit', 'usage', 'limits', 'limiters', 'doctor'] as const;

let server: TestServer;
let client: Redis;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  folder = await mkdtemp(join(tmpdir(), 'meter-metrics-'));
  await loadTinyRelay(client);
  await client.hset('usage:daily:secret-owner:2026-11-20', { requests: '3' });
  // Families that no profile knows, with names from the data.
  for (let at = 0; at < 5; at++) await client.set(`strange"\n\\${'ab'.repeat(at)}:x${at}`, '1');
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (verb: string, ...args: string[]): Promise<MeterResult> =>
  runMeterInside([verb, ...args, '-u', server.url, ...TINY_CLOCK], { cwd: folder });

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const samplesIn = (text: string): Sample[] =>
  [...text.matchAll(/^([a-z_]+)\{(.*)\} (\S+)$/gm)].map(([, name = '', labels = '', value = '']) => ({
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [label, text]),
    ),
    value: Number(value),
  }));

test('the documentation names the metrics that there are', async () => {
  const given = new Set<string>();
  for (const verb of VERBS) {
    const { stdout } = await run(verb, '--format', 'prometheus', '-q');
    for (const { name } of samplesIn(stdout)) given.add(name);
  }
  const text = await readFile(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const named = new Set(text.match(/meter_[a-z_]+[a-z]/g));
  const inShort =
    /^meter_(?:audit|usage|limits|limiters|doctor)_(?:success|partial|timestamp_seconds|duration_seconds|commands)$/;
  expect([...given].filter((name) => !named.has(name) && !inShort.test(name))).toEqual([]);
});

describe.each(VERBS)('%s', (verb) => {
  test('gives metrics that Prometheus reads, of its run too', async (context) => {
    const { stdout, stderr, code } = await run(verb, '--format', 'prometheus', '-q');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const samples = samplesIn(stdout);
    const of = (name: string): Sample[] => samples.filter((sample) => sample.name === name);
    for (const each of ['success', 'partial', 'timestamp_seconds', 'duration_seconds', 'commands'])
      expect(of(`meter_${verb}_${each}`), each).toHaveLength(1);
    expect(of(`meter_${verb}_success`)[0]!.value).toBe(1);
    expect(of(`meter_${verb}_timestamp_seconds`)[0]!.value).toBeGreaterThan(1.7e9);
    expect(new Set(samples.map(({ labels }) => labels['target']))).toEqual(new Set([`127.0.0.1:${server.port}/0`]));
    expect(stdout).not.toMatch(/owner=|secret-owner|strange/);
    needsPromtool(context);
    expect(await promtool(['check', 'metrics'], stdout)).toBe('');
  });
});

test('an audit has families of profiles only, whatever keys there are', async () => {
  const { stdout } = await run('audit', '--format', 'prometheus', '-q');
  const samples = samplesIn(stdout);
  const families = samples.filter(({ name }) => name === 'meter_family_keys');
  expect(new Set(families.map(({ labels }) => labels['application']))).toEqual(new Set(['claude-relay-service']));
  expect(families.find(({ labels }) => labels['family'] === 'usage.hourly')).toMatchObject({
    labels: { class: 'optional', grain: 'hour' },
    value: 6,
  });
  expect(samples.find(({ name }) => name === 'meter_unrecognised_keys')?.value).toBeGreaterThanOrEqual(5);
});

test('owners come only when they are asked for, by short ids, and the rest as one', async () => {
  const { stdout } = await run('audit', '--format', 'prometheus', '--metric-owners', '1', '-q');
  const owners = samplesIn(stdout).filter(({ name, labels }) => name === 'meter_owner_keys' && labels['kind'] === 'api-key');
  expect(owners).toHaveLength(2);
  expect(owners[1]!.labels['owner']).toBe('other');
  expect(owners[0]!.labels['owner']).toMatch(/^….+$/);
});

test('the doctor does not ask for rights, which a server counts as errors', async () => {
  await client.config('RESETSTAT');
  await run('doctor', '--format', 'prometheus', '--pings', '0', '-q');
  expect(await client.info('commandstats')).not.toMatch(/cmdstat_multi/);
});

test('a file is replaced in one step, next to its place, and others may read it', async () => {
  for (let times = 0; times < 2; times++) {
    const { code, stdout } = await run('limits', '-o', 'meter.prom', '-q');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(await readdir(folder)).toEqual(['meter.prom']);
  }
  expect((await stat(join(folder, 'meter.prom'))).mode & 0o777).toBe(0o644);
  const before = await readFile(join(folder, 'meter.prom'), 'utf8');
  expect(before).toContain('meter_limits_success');
  const failed = await runMeterInside(['limits', '-o', 'meter.prom', '-u', 'redis://127.0.0.1:1'], { cwd: folder });
  expect(failed.code).toBe(5);
  expect(await readFile(join(folder, 'meter.prom'), 'utf8')).toBe(before);
});

test('a server that cannot be reached is a metric of the doctor', async () => {
  const { stdout, code } = await runMeterInside(['doctor', '--format', 'prometheus', '-u', 'redis://127.0.0.1:1']);
  expect(code).toBe(5);
  const samples = samplesIn(stdout);
  expect(samples.find(({ name }) => name === 'meter_doctor_success')?.value).toBe(0);
  expect(samples.find(({ labels }) => labels['check'] === 'connect' && labels['state'] === 'fail')?.value).toBe(1);
});

test.each([
  [['prune', '--format', 'prometheus'], 'meter prune has no metrics.'],
  [['estimate', '-o', 'x.prom'], 'meter estimate has no metrics.'],
  [['profile', 'list', '--format', 'prometheus'], 'meter profile list has no metrics.'],
  [['usage', '--format', 'prometheus', '--compare-to', 'x.json'], 'A comparison has no metrics.'],
  [['audit', '--format', 'prometheus', '--section', 'findings'], '--section and --format prometheus contradict each other.'],
  [['audit', '--metric-owners', '3'], '--metric-owners is for metrics.'],
  [['audit', '--format', 'prometheus', '-o', 'x.csv'], '-o names a file that ends in .csv, and the format is prometheus.'],
])('meter %j is a usage error', async (args, sentence) => {
  const { stderr, code } = await runMeterInside(args, { cwd: folder });
  expect(code).toBe(2);
  expect(stderr.split('\n')[0]).toBe(`meter: ${sentence}`);
});
