/** `meter exporter` as a process: what it serves, what a request costs, what happens when a run fails, and how it ends. */
import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runMeter, type MeterResult } from '../support/meter.js';
import { needsPromtool, promtool } from '../support/promtool.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay } from '../support/tiny-relay.js';
import { until } from '../support/waiting.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  await loadTinyRelay(client);
});
afterAll(() => server.stop());

const VERBS = ['audit', 'usage', 'limits', 'limiters', 'doctor'];

interface Exporter {
  url: string;
  child: ChildProcess;
  ended: Promise<MeterResult>;
  talk: () => string;
}

let running: Exporter | null = null;
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = null;
});

async function start(...args: string[]): Promise<Exporter> {
  let child: ChildProcess | null = null;
  let talk = '';
  const ended = runMeter(['exporter', '--listen', '127.0.0.1:0', ...args], {
    onStart(started) {
      child = started;
      started.stderr!.on('data', (chunk: Buffer) => (talk += chunk.toString()));
    },
  });
  await until(async () => /http:\/\/\S+\/metrics/.test(talk));
  const url = /(http:\/\/\S+)\/metrics/.exec(talk)![1]!;
  running = { url, child: child!, ended, talk: () => talk };
  return running;
}

const get = async (url: string, init: RequestInit = {}): Promise<{ status: number; text: string; type: string | null }> => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
};

const first = (url: string): Promise<void> => until(async () => (await get(`${url}/metrics`)).status === 200);

test('serves the metrics of the last round, to which a request adds no command', async (context) => {
  const { url, child, ended } = await start('-u', server.url, '--every', '1h');
  await first(url);
  const { text, type } = await get(`${url}/metrics`);
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  for (const verb of VERBS) expect(text).toMatch(new RegExp(`^meter_${verb}_success\\{.*\\} 1$`, 'm'));
  expect(text).toMatch(/^meter_exporter_interval_seconds 3600$/m);
  const before = await client.info('stats');
  for (let times = 0; times < 5; times++) await get(`${url}/metrics`);
  const commands = (info: string): number => Number(/total_commands_processed:(\d+)/.exec(info)![1]);
  expect(commands(await client.info('stats')) - commands(before)).toBe(1);
  expect(await get(`${url}/health`)).toMatchObject({ status: 200, text: 'ok\n' });
  expect((await get(`${url}/other`)).status).toBe(404);
  expect((await get(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
  expect((await get(`${url}/metrics?x=1`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, signal: null, stdout: '' });
  needsPromtool(context);
  expect(await promtool(['check', 'metrics'], text)).toBe('');
});

test('answers 503 before the first result, and ends at once in the middle of a round', async () => {
  const paused = await startRedis();
  await paused.client().call('DEBUG', 'SET-ACTIVE-EXPIRE', '1');
  await paused.client().call('CLIENT', 'PAUSE', '60000', 'ALL');
  const { url, child, ended } = await start('-u', paused.url, '--timeout', '30s', '--verbs', 'audit');
  expect(await get(`${url}/metrics`)).toMatchObject({ status: 503, text: 'there is no result yet\n' });
  expect(await get(`${url}/health`)).toMatchObject({ status: 200, text: 'starting\n' });
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
  await paused.stop();
});

test('every verb tells of a server that is gone in the same way, and the next round tries again', async () => {
  const other = await startRedis();
  await loadTinyRelay(other.client());
  const { url, child, ended, talk } = await start('-u', other.url, '--every', '1s', '--timeout', '2s');
  await first(url);
  expect((await get(`${url}/metrics`)).text).toMatch(/^meter_usage_requests\{/m);
  await other.stop();
  const failing = /^meter_exporter_failing\{verb="(\w+)",code="refused"\} 1$/gm;
  await until(async () => [...(await get(`${url}/metrics`)).text.matchAll(failing)].length === VERBS.length);
  const { text } = await get(`${url}/metrics`);
  for (const verb of VERBS)
    expect(text.match(new RegExp(`^meter_${verb}_success\\{.*`, 'gm'))).toEqual([
      `meter_${verb}_success{target="127.0.0.1:${other.port}/0"} 0`,
    ]);
  expect(text).toMatch(/^meter_usage_requests\{/m);
  expect(text).toMatch(/^meter_doctor_check\{.*check="connect",.*state="fail"\} 1$/m);
  // The same failure is said once.
  const said = talk().match(/^meter: usage: .*/gm)!;
  expect(new Set(said).size).toBe(said.length);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

test('a verb that the application has nothing for is no failure, and has no figures of what was there', async () => {
  const emptied = await startRedis();
  await loadTinyRelay(emptied.client());
  const { url } = await start('-u', emptied.url, '--verbs', 'usage', '--every', '1s');
  await first(url);
  expect((await get(`${url}/metrics`)).text).toMatch(/^meter_usage_requests\{/m);
  await emptied.client().flushall();
  const nothing = /^meter_exporter_not_applicable\{verb="usage",code="[a-z-]+"\} 1$/m;
  await until(async () => nothing.test((await get(`${url}/metrics`)).text));
  const { text } = await get(`${url}/metrics`);
  expect(text).not.toMatch(/^meter_usage_/m);
  expect(text).not.toMatch(/^meter_exporter_failing\{/m);
  expect(text).toMatch(/^meter_exporter_failures\{verb="usage"\} 0$/m);
  await emptied.stop();
});

test('a client that never ends its request holds nothing up', async () => {
  const { url, child, ended } = await start('-u', server.url, '--verbs', 'doctor');
  const { hostname, port } = new URL(url);
  const slow = connect(Number(port), hostname);
  slow.on('error', () => {});
  slow.write('GET /metrics HTTP/1.1\r\nHost:');
  await first(url);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  slow.destroy();
});

test.each([
  [['--listen', 'nowhere:x'], '--listen takes an address and a port.'],
  [['--listen', 'nonsense'], '--listen takes an address and a port.'],
  [['--listen', '127.0.0.1:9121:0'], '--listen takes an address and a port.'],
  [['--listen', 'nonsense.invalid:9121'], 'Nothing can listen at nonsense.invalid:9121: '],
  [['--every', '10ms'], '--every takes 1 s or more.'],
  [['--verbs', 'audit,prune'], '--verbs does not take prune.'],
  [['--json'], 'meter exporter prints no result, but serves metrics.'],
  [['--all'], 'meter exporter prints no result, but serves metrics.'],
])('%j is a usage error', async (args, sentence) => {
  const { code, stdout, stderr } = await runMeter(['exporter', ...args, '-u', server.url]);
  expect(code).toBe(2);
  expect(`${stdout}${stderr}`).toContain(sentence);
});

test('the help names no flag of results', async () => {
  const { stdout, code } = await runMeter(['exporter', '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('--metric-owners');
  expect(stdout).not.toMatch(/--(?:json|format|section|all|ascii)\b/);
});

test('a port that is in use is a failure in one sentence', async () => {
  const { code, stderr } = await runMeter(['exporter', '--listen', `127.0.0.1:${server.port}`, '-u', server.url]);
  expect(code).toBe(1);
  expect(stderr).toContain(`Nothing can listen at 127.0.0.1:${server.port}: another program listens there.`);
});
