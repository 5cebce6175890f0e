/** `meter archives` on real archives: what is listed, what stays whatever its age, and what is removed. */
import { copyFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ArchiveRow, ArchivesData } from '../../src/lib/change/retention/model.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { loadTinyRelay } from '../support/tiny-relay.js';

const DAY_MS = 86_400_000;

let server: TestServer;
let made: string;
let folder: string;
/** Archives in the order in which they were made. */
const names = ['first.archive', 'second.archive', 'third.archive'];
beforeAll(async () => {
  server = await startRedis();
  await loadTinyRelay(server.client());
  made = await mkdtemp(join(tmpdir(), 'meter-archives-made-'));
  for (const name of names) {
    const { code } = await runMeterInside(['export', '-u', server.url, '-o', name, '-q'], { cwd: made });
    expect(code).toBe(0);
  }
});
afterAll(async () => {
  await server.stop();
  await rm(made, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-archives-'));
  for (const name of names) await copyFile(join(made, name), join(folder, name));
  return () => rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<MeterResult> => runMeterInside(['archives', ...args], { cwd: folder });

async function rows(...args: string[]): Promise<{ code: number | null; of: Record<string, ArchiveRow> }> {
  const result = await run(...args, '--json');
  const envelope = result.json<Envelope<ArchivesData>>();
  await assertMatchesSchema('archives', envelope);
  return { code: result.code, of: Object.fromEntries(envelope.data.archives.map((row) => [row.file, row])) };
}

const later = (days: number): string[] => ['--now', new Date(Date.now() + days * DAY_MS).toISOString()];

test('lists what is whole, what was cut off, and what is damaged', async () => {
  const bytes = await readFile(join(folder, 'first.archive'));
  await writeFile(join(folder, 'short.archive'), bytes.subarray(0, bytes.length - 20));
  await writeFile(join(folder, 'other.archive'), 'nothing of the kind');
  await writeFile(join(folder, 'notes.txt'), 'x');
  const { code, of } = await rows('list');
  expect(code).toBe(6);
  expect(Object.keys(of).toSorted()).toEqual([
    'first.archive',
    'other.archive',
    'second.archive',
    'short.archive',
    'third.archive',
  ]);
  expect(of['first.archive']).toMatchObject({
    state: 'complete',
    problem: null,
    db: 0,
    command: expect.stringContaining('export'),
  });
  expect(of['short.archive']!.state).not.toBe('complete');
  expect(of['other.archive']).toMatchObject({
    state: 'damaged',
    createdAt: null,
    problem: expect.stringContaining('other.archive'),
  });
  expect((await run('list')).stdout).toMatch(/first\.archive/);
});

test('removes those that are older, but never the newest', async () => {
  const { code, of } = await rows('prune', '--keep', '30d', '--yes', ...later(31));
  expect(code).toBe(0);
  expect(Object.values(of).map(({ file, stays, removed }) => [file, stays, removed])).toEqual([
    ['third.archive', 'newest', false],
    ['second.archive', null, true],
    ['first.archive', null, true],
  ]);
  expect(await readdir(folder)).toEqual(['third.archive']);
});

test('removes none that is younger, and none that is cut off', async () => {
  const bytes = await readFile(join(folder, 'first.archive'));
  await writeFile(join(folder, 'first.archive'), bytes.subarray(0, bytes.length - 20));
  expect((await rows('prune', '--keep', '30d', '--yes', ...later(29))).of['second.archive']!.stays).toBe('young');
  const { of } = await rows('prune', '--keep', '30d', '--yes', ...later(400));
  expect(of['first.archive']).toMatchObject({ removed: false });
  expect((await readdir(folder)).toSorted()).toEqual(['first.archive', 'third.archive']);
});

test('shows the plan with --dry-run, and removes nothing without an agreement', async () => {
  const plan = await run('prune', '--keep', '30d', '--dry-run', ...later(31));
  expect(plan.stdout).toMatch(/to be removed/);
  const { code, stderr } = await run('prune', '--keep', '30d', ...later(31));
  expect(code).toBe(4);
  expect(stderr).toContain('Nobody at a terminal can agree to the removal.');
  expect(await readdir(folder)).toHaveLength(3);
});

test('follows no link out of the folder', async () => {
  await rm(join(folder, 'first.archive'));
  await symlink(join(made, 'first.archive'), join(folder, 'first.archive'));
  await run('prune', '--keep', '1d', '--yes', ...later(31));
  expect(await readdir(made)).toContain('first.archive');
});

test.each([
  [['prune'], 2],
  [['prune', '--keep', 'long'], 2],
  [['list', '/nowhere/at/all'], 2],
])('%j is a usage error', async (args, code) => {
  expect((await run(...args)).code).toBe(code);
});
