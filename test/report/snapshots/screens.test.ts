/** Screens of verbs that read files, as a run of the program prints them. The width is that of the terminal. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSnapshot } from '../../../src/lib/demo/rdb/snapshot.js';
import { newApiKeys } from '../../support/applications/new-api.js';
import { runMeterInside } from '../../support/meter-inside.js';

const NOW = '2026-11-20T19:45:00Z';
const LATER = '2026-11-23T19:45:00Z';
const LINES = 40;

/** Command lines whose screens depend neither on the day nor on the machine. */
const SCREENS: Readonly<Record<string, readonly string[]>> = {
  advise: ['advise', '--rdb', 'demo.rdb', '--now', NOW],
  alerts: ['alerts', '--rdb', 'demo.rdb', '--now', NOW, '--at', '2,3', '--budget', 'all=500usd/month'],
  diff: ['diff', 'before.json', 'after.json'],
  growth: ['growth', 'relay.jsonl'],
  limiters: ['limiters', '--rdb', 'demo.rdb', '--now', NOW, '--near', '10'],
  'limiters-new-api': ['limiters', '--rdb', 'new-api.rdb', '--now', NOW, '--near', '50'],
  'growth-newest': ['growth', 'relay.jsonl', '--newest'],
};

let folder: string;
const run = (args: readonly string[], columns = 100): ReturnType<typeof runMeterInside> =>
  runMeterInside([...args, '--quiet'], { cwd: folder, env: { COLUMNS: String(columns) } });

/** A relay of this moment, with an audit in the history and one as JSON. */
async function makeRelay(now: string, file: string, ...flags: string[]): Promise<void> {
  const days = ['--now', now, '--seed', '1'];
  for (const args of [
    ['demo', '--write', `${file}.rdb`, ...days, ...flags],
    ['audit', '--rdb', `${file}.rdb`, '--now', now, '--history', 'relay.jsonl', '--format', 'json', '-o', `${file}.json`],
  ]) {
    const { code, stderr } = await run(args);
    expect(code, stderr).toBe(0);
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-screens-'));
  for (const [now, file] of [
    ['2026-11-18T19:45:00Z', 'first'],
    ['2026-11-19T19:45:00Z', 'second'],
    [NOW, 'demo'],
    [NOW, 'before'],
    [LATER, 'after'],
  ] as const)
    await makeRelay(now, file);
  const at = Date.parse(NOW);
  const keys = newApiKeys(12, at);
  const size = { keys: keys.length, expiring: keys.filter(({ ttl }) => ttl !== null).length };
  await writeFile(join(folder, 'new-api.rdb'), Buffer.concat([...writeSnapshot(keys.values(), { now: new Date(at), size })]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Without what a run takes, and where its files were. */
const steady = (text: string): string => text.replaceAll(`${folder}/`, '').replace(/, \d[\d.]* m?s$/gm, ', 1 s');

describe.each(Object.keys(SCREENS))('%s', (name) => {
  test.each([80, 100, 200])('at %d columns', async (width) => {
    const { code, stdout, stderr } = await run(SCREENS[name]!, width);
    expect(code, stderr).toBe(0);
    const text = steady(stdout);
    await expect(text).toMatchFileSnapshot(`screens/${name}-${width}.txt`);
    if (width >= 100) expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LINES);
    if (width === 80) for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
  });
});
