/** Every verb as a page, from a relay with hostile names. */
import { readdirSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../support/hostile-names.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { relayFile } from '../support/relay-snapshot.js';
import { useServerAndFolder, type ServerAndFolder } from '../support/server-and-folder.js';
import { strictPage } from '../support/strict-page.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';

let own: ServerAndFolder;
useServerAndFolder((given) => {
  own = given;
});

beforeAll(async () => {
  const { client, folder } = own;
  await loadTinyRelay(client);
  for (const name of HOSTILE_NAMES) await client.set(Buffer.from(name, 'latin1'), 'x');
  await client.hset('apikey:k3', { id: 'k3', name: HOSTILE_NAMES[0]!, isActive: 'true', dailyCostLimit: '10' });
  await client.sadd('apikey:idx:all', 'k1', 'k2', 'k3');
  await client.set('system:migrated:version', '1.1.314');
  await writeFile(join(folder, 'capture'), '1763665500.000001 [0 127.0.0.1:5000] "hgetall" "usage:<b>k1"\n');
  await writeFile(join(folder, 'relay.env'), 'BILLING_EVENTS_ENABLED=true\nNOTE="<script>alert(1)</script>"\n');
  await writeFile(join(folder, 'relay.rdb'), relayFile(true));
  await runMeterInside(['audit', '--rdb', 'relay.rdb', '-o', 'before.json'], { cwd: folder });
  const archive = await page(['export', '--all', '-o', 'keys.archive', '-u', own.server.url]);
  expect(archive.code).toBe(0);
});

const live = (): string[] => ['-u', own.server.url, ...TINY_CLOCK];
const page = (args: readonly string[]): Promise<MeterResult> =>
  runMeterInside([...args, '--format', 'html'], { cwd: own.folder, env: { TMPDIR: own.folder } });

const VERBS: Readonly<Record<string, () => readonly string[]>> = {
  advise: () => ['advise', ...live()],
  alerts: () => ['alerts', '--state', 'alerts.json', ...live()],
  audit: () => ['audit', ...live()],
  demo: () => ['demo', '--now', '2026-11-20T19:45:00Z'],
  diff: () => ['diff', 'before.json', 'before.json'],
  doctor: () => ['doctor', '--pings', '0', ...live()],
  estimate: () => ['estimate'],
  'fix-consistency': () => ['fix-consistency', ...live()],
  'fix-consistency --explain': () => ['fix-consistency', '--explain', 'S6'],
  'flags list': () => ['flags', 'list', '--env-file', 'relay.env'],
  'flags set': () => ['flags', 'set', 'BILLING_EVENTS_ENABLED=false', '--env-file', 'relay.env', '--dry-run'],
  growth: () => ['growth', 'before.json'],
  limiters: () => ['limiters', ...live()],
  limits: () => ['limits', ...live()],
  'limits check': () => ['limits', 'check', '--owner', 'k3', ...live()],
  measure: () => ['measure', '--from-monitor', 'capture'],
  migrate: () => ['migrate', '--rollup', 'hourly:daily', '--dry-run', ...live()],
  'profile check': () => ['profile', 'check'],
  'profile list': () => ['profile', 'list'],
  'profile show': () => ['profile', 'show', 'claude-relay-service'],
  prune: () => ['prune', '--hourly', '--dry-run', ...live()],
  restore: () => ['restore', 'keys.archive', '--dry-run', '-u', own.server.url],
  'restore --list': () => ['restore', 'keys.archive', '--list'],
  'trial limiters': () => [
    'trial',
    'limiters',
    '--duration',
    '200ms',
    '--rate',
    '50',
    '--bursts',
    '1',
    '--limiter',
    'gcra',
    '--no-failures',
  ],
  'trial scenarios': () => ['trial', 'scenarios', '--requests', '20', '--rate', '200', '--scenario', 'script', '--no-kill'],
  usage: () => ['usage', '--rdb', 'relay.rdb', '--by', 'day'],
};

test.each(Object.keys(VERBS))('%s is a page that says where it comes from', async (verb) => {
  const { stdout, stderr, code } = await page(VERBS[verb]!());
  expect({ code, stderr: code === 0 || code === 3 ? '' : stderr }).toEqual({ code: code === 3 ? 3 : 0, stderr: '' });
  const { nodes, policy } = strictPage(stdout);
  expect(policy).toContain("default-src 'none'");
  const count = (name: string): number => nodes.filter((node) => node.name === name).length;
  expect(['head', 'h1', 'main', 'footer'].map(count)).toEqual([1, 1, 1, 1]);
  expect(stdout).toMatch(new RegExp(`redis-meter [\\d.]+, meter ${verb.replace(/ --.*/, '')}<`));
  const tables = nodes.filter(({ name, attributes }) => name === 'table' && attributes.class === 'data').length;
  expect(nodes.filter(({ name }) => name === 'caption').length).toBeGreaterThanOrEqual(tables);
  for (const { name, attributes } of nodes) if (name === 'th') expect(attributes.scope).toMatch(/^(?:col|row|rowgroup)$/);
});

test('an empty Redis is a page too', async () => {
  await own.client.select(3);
  const { stdout, code } = await page(['audit', '-u', `${own.server.url}/3`]);
  expect(code).toBe(0);
  const { nodes } = strictPage(stdout);
  expect(nodes.map(({ text }) => text)).toContain('no keys');
  // Nothing is drawn, and the contents lead to no drawing.
  const ids = nodes.map(({ attributes }) => attributes.id);
  for (const { attributes } of nodes) if (attributes.href !== undefined) expect(ids).toContain(attributes.href.slice(1));
  expect(nodes.filter(({ name }) => name === 'svg')).toEqual([]);
});

test('-o report.html is one, of less than 200 KB; only its owner can read it', async () => {
  const { code, stdout } = await runMeterInside(['audit', '--rdb', 'relay.rdb', '-o', 'report.html'], { cwd: own.folder });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  const file = join(own.folder, 'report.html');
  const html = await readFile(file, 'utf8');
  const { nodes } = strictPage(html);
  expect(nodes.filter(({ name }) => name === 'rect').length).toBeGreaterThan(50);
  expect(Buffer.byteLength(html)).toBeLessThan(200_000);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(readdirSync(own.folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

test.each([
  [['audit', '-o', 'a.html', '--format', 'markdown']],
  [['audit', '-o', 'a.md', '--format', 'html']],
  [['prune', '--hourly', '-o', 'plan.html']],
  [['fix-consistency', '--watch', '1m', '--format', 'html']],
])('%j contradicts itself', async (args) => {
  const { code, stdout } = await runMeterInside(args, { cwd: own.folder });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('a report that was cut short says so above everything', async () => {
  const { stdout, code } = await page(['audit', '--limit', '5', ...live()]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/<\/header><p class="partial" role="note"><strong>Partial report<\/strong> [^<]+<\/p>/);
});
