/** The history file: torn lines, two writers at once, a kill in the middle, rotation, and files of something else. */
import { spawn } from 'node:child_process';
import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MeterError } from '../../src/lib/format/errors.js';
import { appendRecord, checkHistory, isHistory, readHistory } from '../../src/lib/growth/history/file.js';
import { withLock } from '../../src/lib/growth/history/lock.js';
import { recordOf, type HistoryRecord } from '../../src/lib/growth/history/record.js';
import { auditEnvelope } from '../support/audit-data.js';

const recordAt = (minute: number, of = 'localhost:6379/0'): HistoryRecord => ({
  ...recordOf(auditEnvelope().data, of),
  at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
});

let folder: string;
let file: string;
let round = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-history-'));
});
beforeEach(() => {
  file = join(folder, `${++round}.jsonl`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lines = async (): Promise<string[]> => (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
const append = async (count: number, from = 0): Promise<void> => {
  for (let index = 0; index < count; index++) await appendRecord(file, recordAt(from + index));
};

test('what is appended is read back, the oldest first', async () => {
  await append(3);
  const { records, skipped } = await readHistory(file);
  expect({ records, skipped }).toEqual({ records: [recordAt(0), recordAt(1), recordAt(2)], skipped: 0 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await isHistory(file)).toBe(true);
  // A few KB a run.
  expect(JSON.stringify(recordAt(0)).length).toBeLessThan(8_192);
});

test('a file that ends anywhere in its last line loses that line at most, and the next append repairs it', async () => {
  const line = Buffer.from(`${JSON.stringify(recordAt(2))}\n`);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: line.length }), async (cut) => {
      await rm(file, { force: true });
      await append(2);
      await appendFile(file, line.subarray(0, cut));
      const whole = cut >= line.length - 1 ? 3 : 2;
      expect((await readHistory(file)).records).toHaveLength(whole);
      await appendRecord(file, recordAt(9));
      const { records, skipped } = await readHistory(file);
      expect({ kept: records.length, skipped }).toEqual({ kept: whole + 1, skipped: 0 });
      expect(records.at(-1)).toEqual(recordAt(9));
    }),
    { numRuns: 40, examples: [[0], [1], [line.length - 1], [line.length]] },
  );
});

test('a first line that was torn is replaced', async () => {
  for (const bytes of [5, 100]) {
    await rm(file, { force: true });
    await append(1);
    await truncate(file, bytes);
    await append(1, 1);
    expect((await readHistory(file)).records).toEqual([recordAt(1)]);
  }
});

test('a byte order mark, as editors on Windows write it, changes nothing', async () => {
  for (const count of [1, 3]) {
    await rm(file, { force: true });
    await append(count);
    await writeFile(file, `\uFEFF${await readFile(file, 'utf8')}`);
    expect(await isHistory(file)).toBe(true);
    await checkHistory(file);
    await append(1, count);
    const { records, skipped } = await readHistory(file);
    expect({ kept: records.length, skipped }).toEqual({ kept: count + 1, skipped: 0 });
    await truncate(file, (await stat(file)).size - 20);
    await append(1, count + 1);
    expect((await readHistory(file)).records.map(({ at }) => at)).toEqual(
      [...Array.from({ length: count }, (_, index) => index), count + 1].map((index) => recordAt(index).at),
    );
  }
});

test('several at once lose nothing', async () => {
  await Promise.all(Array.from({ length: 12 }, (_, index) => appendRecord(file, recordAt(index))));
  expect((await lines()).map((line) => (JSON.parse(line) as HistoryRecord).at).toSorted()).toEqual(
    Array.from({ length: 12 }, (_, index) => recordAt(index).at),
  );
  expect((await readdir(folder)).filter((name) => name.startsWith(`${round}.jsonl.`))).toEqual([]);
});

test('processes that are killed at any moment lose their own line at most', async () => {
  const writer = fileURLToPath(new URL('support/writer.mjs', import.meta.url));
  await append(1);
  for (let index = 0; index < 6; index++) {
    const child = spawn(process.execPath, [writer, file, JSON.stringify(recordAt(0))], { stdio: ['ignore', 'pipe', 'inherit'] });
    // One append at least is done, and another is under way.
    await new Promise((resolve) => child.stdout.once('data', resolve));
    setTimeout(() => child.kill('SIGKILL'), index * 2);
    await new Promise((resolve) => child.once('close', resolve));
  }
  const before = (await readHistory(file)).records.length;
  expect(before).toBeGreaterThan(6);
  await appendRecord(file, recordAt(7));
  const { records, skipped } = await readHistory(file);
  expect({ count: records.length, skipped }).toEqual({ count: before + 1, skipped: 0 });
});

describe('the lock', () => {
  test('of a process that is gone is taken over', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.once('close', resolve));
    const { hostname } = await import('node:os');
    await writeFile(`${file}.lock`, JSON.stringify({ pid: gone.pid, host: hostname(), id: 'x' }));
    expect(await withLock(file, async () => 'done')).toBe('done');
  });

  test('of a process that runs is waited for, and then named', async () => {
    const { hostname } = await import('node:os');
    await writeFile(`${file}.lock`, JSON.stringify({ pid: process.pid, host: hostname(), id: 'x' }));
    await expect(withLock(file, async () => 'done', 100)).rejects.toThrow(/Another process holds .*\.lock exists\./);
    expect(await readFile(`${file}.lock`, 'utf8')).toContain(String(process.pid));
  });

  test('that was never signed, or of another machine, is taken over when it is old', async () => {
    for (const owner of ['', JSON.stringify({ pid: 1, host: 'elsewhere', id: 'x' })]) {
      await writeFile(`${file}.lock`, owner);
      await expect(withLock(file, async () => 'done', 60)).rejects.toThrow(MeterError);
      await utimes(`${file}.lock`, new Date(0), new Date(0));
      expect(await withLock(file, async () => 'done')).toBe('done');
    }
  });
});

test('a full file is renamed, and read on', async () => {
  const size = JSON.stringify(recordAt(0)).length + 1;
  const limits = { bytes: 2 * size, olderFiles: 2 };
  for (let index = 0; index < 9; index++) await appendRecord(file, recordAt(index), limits);
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${round}.jsonl`));
  expect(names.toSorted()).toEqual([`${round}.jsonl`, `${round}.jsonl.1`, `${round}.jsonl.2`]);
  const { records } = await readHistory(file, limits);
  expect(records.map(({ at }) => at)).toEqual([4, 5, 6, 7, 8].map((minute) => recordAt(minute).at));
});

describe('refused', () => {
  test('a history of another Redis stays as it is', async () => {
    await append(1);
    const before = await readFile(file);
    await expect(appendRecord(file, recordAt(1, 'other:6379/0'))).rejects.toThrow(
      'is the history of localhost:6379/0, not of other:6379/0.',
    );
    expect(await readFile(file)).toEqual(before);
  });

  test.each(['hello\n', '{"a":1}\n', '\n\n', `${'x'.repeat(600_000)}`, '{"schemaVersion":1,"kind":"other"'])(
    'a file of something else stays as it is: %#',
    async (text) => {
      await writeFile(file, text);
      await expect(checkHistory(file)).rejects.toThrow('is not a history of audits.');
      await expect(appendRecord(file, recordAt(0))).rejects.toThrow('is not a history of audits.');
      expect(await readFile(file, 'utf8')).toBe(text);
      await expect(readHistory(file)).rejects.toThrow(MeterError);
    },
  );

  test('what is no file, or cannot be written', async () => {
    await mkdir(file);
    await expect(checkHistory(file)).rejects.toThrow(/cannot be written: it is a directory\.$/);
    await expect(checkHistory('/dev/null')).rejects.toThrow(/cannot be written: it is not a regular file\.$/);
    await expect(checkHistory(join(folder, 'none', 'x'))).rejects.toThrow(/cannot be written: there is no such folder\.$/);
    await expect(readHistory(join(folder, 'none'))).rejects.toThrow(/cannot be read: there is no such file\.$/);
  });

  test('lines of other programs are left out when it is read', async () => {
    await append(2);
    await chmod(file, 0o644);
    await appendFile(file, `${'['.repeat(9_000)}\n{"schemaVersion":2}\nnull\n`);
    expect(await readHistory(file)).toMatchObject({ records: [recordAt(0), recordAt(1)], skipped: 3 });
  });
});
