/** Plans, receipts and archives in Chinese, against a server. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], columns = 120) =>
  runMeterInside(args, { cwd: folder, env: { METER_LANG: 'zh-CN', REDIS_URL: server.url, COLUMNS: String(columns) } });

/** Without what differs from run to run. */
const steady = (text: string): string =>
  text
    .replaceAll(/127\.0\.0\.1[:-]\d+/g, '127.0.0.1:6379')
    .replaceAll(/--now \S+/g, '--now 2026-11-20T19:45:00Z')
    .replaceAll(/\d{4}-\d\d-\d\d:\d\d/g, '2026-11-20:19')
    .replaceAll(/[\d,]+ 条命令，[\d,]+ 次往返/g, '100 条命令，10 次往返')
    .replaceAll(/约 [\d,]+ 条/g, '约 100 条')
    .replaceAll(/restored:\w+/g, 'restored:0')
    .replaceAll(/\d{8}T\d{6}Z/g, '20261120T194500Z')
    .replaceAll(/，[\d.]+ m?s$/gm, '，1 s')
    .replaceAll(/[0-9a-f]{40}/g, '0'.repeat(40))
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-11-20 19:45:00')
    .replaceAll(/\b[\d.]+ [KM]iB|\b\d+ B\b/g, '1 KiB');

test('a plan, its receipt, its archive and its undoing', async () => {
  const prune = ['prune', '--family', 'usage.hourly', ...TINY_CLOCK];
  const plan = await run([...prune, '--dry-run']);
  expect(plan.code, plan.stderr).toBe(0);
  const narrow = await run([...prune, '--dry-run'], 80);
  const done = await run([...prune, '--yes', '--archive', 'h.archive']);
  expect(done.code, done.stderr).toBe(0);
  const listed = await run(['restore', 'h.archive', '--list']);
  const undone = await run(['restore', 'h.archive', '--yes']);
  expect(undone.code, undone.stderr).toBe(0);
  const shown = { plan, narrow, done, listed, undone };
  for (const [name, { stdout }] of Object.entries(shown)) {
    expect(englishLines(stdout)).toEqual([]);
    await expect(steady(stdout)).toMatchFileSnapshot(`reports/change-${name}.txt`);
  }
});

test('a plan in a file is the same in any language', async () => {
  const written = await run(['prune', '--family', 'usage.hourly', ...TINY_CLOCK, '-o', 'plan.json']);
  expect(written.code, written.stderr).toBe(0);
  expect(written.stderr).toContain('计划已写入 plan.json；执行：meter apply plan.json');
  expect(await readdir(folder)).toContain('plan.json');
  expect(await readFile(join(folder, 'plan.json'), 'utf8')).not.toMatch(/\p{Script=Han}/u);
  const applied = await run(['apply', 'plan.json', '--dry-run']);
  expect(applied.code, applied.stderr).toBe(0);
  // The reasons are those of the file, which anyone may have written.
  expect(applied.stdout).toContain('计划：删除 4 个键');
});

test('a plan names the same screens in both languages, and the owners that are gone', async () => {
  const prune = ['prune', '--orphans', ...TINY_CLOCK, '--dry-run', '--all'];
  const lines = async (lang: string, title: string): Promise<number> => {
    const { code, stdout } = await run([...prune, '--section', 'screens', '--lang', lang], 2_000);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(title);
    return stdout.split('\n').filter((line) => line.startsWith('  - ')).length;
  };
  const client = server.client();
  await client.hset('account_usage:gone-account', { totalRequests: '1', totalTokens: '2' });
  await client.hset('usage:gone-key', { totalRequests: '1', totalTokens: '2' });
  const english = await lines('en', 'Screens affected');
  expect(english).toBeGreaterThan(1);
  expect(await lines('zh-CN', '受影响的页面')).toBe(english);
  const { stdout } = await run(prune);
  expect(stdout).toMatch(/已删除 \d+ 个账户/);
  expect(englishLines(stdout)).toEqual([]);
});
