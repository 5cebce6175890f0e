/** Reports of a server in Chinese: their figures differ from run to run, so that only their words are looked at. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';
import { englishLines } from './english.js';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  folder = await mkdtemp(join(tmpdir(), 'meter-chinese-'));
  await loadTinyRelay(server.client());
  await writeFile(join(folder, 'relay.env'), 'TIMEZONE_OFFSET=8\nBILLING_EVENTS_ENABLED=maybe\n');
  await run(['prune', '--family', 'usage.hourly', ...TINY_CLOCK, '--yes', '--archive', 'h.archive']);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], columns = 120) =>
  runMeterInside(args, { cwd: folder, env: { METER_LANG: 'zh-CN', REDIS_URL: server.url, COLUMNS: String(columns) } });

test.each([
  [['doctor', '--all', '--rate', '200', '--rtt', '1ms']],
  [['advise', ...TINY_CLOCK, '--provider', 'upstash']],
  [['limiters', '--all', '--rate', '200', '--utc-offset', '8']],
  [['alerts', '--state', 'alerts.json', '--all', ...TINY_CLOCK]],
  [['growth', ...TINY_CLOCK, '--all']],
  [['export', '-o', 'relay.archive', '--all']],
  [['measure', '--seconds', '1', '--all']],
  [
    [
      'trial',
      'limiters',
      '--duration',
      '300ms',
      '--bursts',
      '1',
      '--rtt',
      '0',
      '--limiter',
      'legacyList',
      '--limiter',
      'listLog',
    ],
  ],
  [['trial', 'scenarios', '--requests', '40', '--rtt', '0', '--all']],
  [['profile', 'check', 'claude-relay-service', '--against', '{server}']],
  [['archives', 'list', '.']],
  [['archives', 'prune', '.', '--keep', '1s', '--dry-run', '--now', '2040-01-01T00:00:00Z']],
])('%j', async (args) => {
  const { stdout, stderr, code } = await run(args.map((arg) => arg.replace('{server}', server.url)));
  // A profile that does not fit the keys is a finding.
  expect([0, 3], stderr).toContain(code);
  expect(stdout).toMatch(/\p{Script=Han}/u);
  expect(englishLines(stdout)).toEqual([]);
});

test('the draft of a profile explains itself', async () => {
  const { stdout, stderr, code } = await run(['profile', 'new', '--from-redis']);
  expect(code, stderr).toBe(0);
  const comments = stdout.split('\n').filter((line) => line.startsWith('# '));
  expect(comments.join('\n')).toContain('应用画像初稿');
  expect(englishLines(comments.join('\n'))).toEqual([]);
});

test('a server that cannot be reached', async () => {
  const { stdout, code } = await run(['doctor', '--url', 'redis://127.0.0.1:1']);
  expect(code).toBe(5);
  expect(stdout).toContain('没有连接');
  expect(englishLines(stdout)).toEqual([]);
});
