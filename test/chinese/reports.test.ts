/** The reports that are Chinese, through the real program. The verbs are listed here; docs/zh-CN names the same. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_END, NO_START } from '../../src/lib/format/wrap-cjk.js';
import { displayWidth } from '../../src/lib/format/width.js';
import { runMeterInside } from '../support/meter-inside.js';
import { englishLines } from './english.js';

const NOW = ['--now', '2026-11-20T19:45:00Z'];

/** Command lines whose reports do not depend on the day or the machine. */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
  audit: ['demo', ...NOW],
  'audit-all': ['demo', ...NOW, '--all'],
  limits: ['limits', '--rdb', 'demo.rdb', ...NOW],
  'limits-all': ['limits', '--rdb', 'demo.rdb', ...NOW, '--all'],
  usage: ['usage', '--rdb', 'demo.rdb', ...NOW],
  'usage-compared': ['usage', '--rdb', 'demo.rdb', ...NOW, '--by', 'key', '--month', 'this', '--compare', '--all'],
  'usage-days': [
    'usage',
    '--rdb',
    'demo.rdb',
    ...NOW,
    '--by',
    'account,week',
    '--last',
    '14d',
    '--chart',
    '--metric',
    'real-cost',
  ],
  limiters: ['limiters', '--rdb', 'demo.rdb', ...NOW, '--rate', '200'],
  'limiters-all': ['limiters', '--rdb', 'demo.rdb', ...NOW, '--rate', '200', '--near', '10', '--all'],
  advise: ['advise', '--rdb', 'demo.rdb', ...NOW, '--provider', 'upstash'],
  growth: ['growth', '--rdb', 'demo.rdb', ...NOW],
  'growth-all': ['growth', '--rdb', 'demo.rdb', ...NOW, '--all'],
  profiles: ['profile', 'list'],
  profile: ['profile', 'show', 'claude-relay-service'],
  'profile-family': ['profile', 'show', 'claude-relay-service', '--family', 'usage.hourly'],
  'profile-check': ['profile', 'check'],
  alerts: ['alerts', '--rdb', 'demo.rdb', ...NOW],
  'alerts-all': ['alerts', '--rdb', 'demo.rdb', ...NOW, '--at', '2,3', '--budget', 'all=500usd/month', '--all'],
  estimate: ['estimate', '--rdb', 'demo.rdb', ...NOW],
  'estimate-all': ['estimate', '--rdb', 'demo.rdb', ...NOW, '--all'],
  'estimate-free': ['estimate', '--keys', '11000', '--provider', 'render', '--set', 'ENABLE_HOURLY_STATS=false', '--offline'],
  'estimate-explained': ['estimate', '--explain', 'account-usage', '--all', '--offline'],
  'flags-list': ['flags', 'list', '--keys', '11000', '--app-version', '1.1.314', '--all'],
  'flags-list-unknown': ['flags', 'list', '--offline'],
  'flags-set': ['flags', 'set', 'ACCOUNT_TEST_SCHEDULER_ENABLED=false', '--env-file', 'relay.env', '--dry-run', '--offline'],
  'flags-preset': ['flags', 'preset', 'production', '--env-file', 'relay.env', '--dry-run', '--force', '--offline'],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-chinese-'));
  const { code } = await runMeterInside(['demo', '--write', 'demo.rdb', ...NOW, '--quiet'], { cwd: folder });
  expect(code).toBe(0);
  await writeFile(join(folder, 'relay.env'), '# 端口\nPORT=3000\nTOKEN_REFRESH_INTERVAL=soon\nTOKEN_REFRESH_INTERVAL=15\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Without what a run takes, and where its files were. */
const steady = (text: string): string => text.replace(/\/tmp\/\S+\/demo\.rdb/g, 'demo.rdb').replace(/，\d[\d.]* m?s$/gm, '，1 s');

async function report(name: string, width: number): Promise<string> {
  const { stdout, code, stderr } = await runMeterInside([...REPORTS[name]!, '--quiet'], {
    cwd: folder,
    env: { LANG: 'zh_CN.UTF-8', COLUMNS: String(width) },
  });
  expect(code, stderr).toBe(0);
  return steady(stdout);
}

describe.each(Object.keys(REPORTS))('%s', (name) => {
  const drawn = new Map<number, string>();
  beforeAll(async () => {
    for (const width of [80, 120]) drawn.set(width, await report(name, width));
  });

  test.each([80, 120])('at %d columns', async (width) => {
    await expect(drawn.get(width)).toMatchFileSnapshot(`reports/${name}-${width}.txt`);
  });

  test('no English sentence', () => {
    expect(englishLines(drawn.get(120)!)).toEqual([]);
  });

  test('no line is too wide, and none begins or ends with a forbidden sign', () => {
    const lines = drawn.get(80)!.split('\n');
    const commands = /meter |redis-cli /;
    for (const line of lines) {
      const text = line.trim();
      if (commands.test(text) || !/\p{Script=Han}/u.test(text)) continue;
      expect(displayWidth(line), line).toBeLessThanOrEqual(80);
      if (!/^[…?]/.test(text)) expect(text).not.toMatch(NO_START);
      expect(text).not.toMatch(NO_END);
    }
  });
});

test('machines read the same in any language', async () => {
  const chinese = { env: { METER_LANG: 'zh-CN' } };
  for (const format of ['json', 'csv']) {
    const args = ['demo', ...NOW, '--format', format, '--quiet'];
    const plain = (text: string): string => text.replace(/\/tmp\/[^"]+|"seconds": [\d.]+/g, '');
    expect(plain((await runMeterInside(args, chinese)).stdout)).toBe(plain((await runMeterInside(args)).stdout));
  }
});

test('Markdown is for people', async () => {
  const { stdout } = await runMeterInside(['demo', ...NOW, '--format', 'markdown', '--lang', 'zh-CN', '--quiet']);
  expect(stdout).toContain('## 键族');
  expect(stdout).toMatch(/^- \*\*高：`?usage/m);
});

test('what is said beside the report is Chinese as well', async () => {
  const { stderr } = await runMeterInside(['demo', ...NOW, '-o', 'audit.md'], { cwd: folder, env: { METER_LANG: 'zh-CN' } });
  expect(stderr).toContain('已写入 audit.md。');
});
