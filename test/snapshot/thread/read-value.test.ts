import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ValueReader } from '../../../src/lib/snapshot/thread/read-value.js';
import { redisFile, valkeyFile } from '../support/every-kind.js';
import { expireAt, snapshotFile, stringRecord } from '../support/file.js';
import { readSnapshot, type Entry } from '../support/read-snapshot.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a visitor is shown of each value, when they are read again by themselves. */
async function readAgain(bytes: Buffer, offsets: readonly number[]): Promise<Entry[][]> {
  const file = join(folder, 'file.rdb');
  await writeFile(file, bytes);
  const fd = openSync(file, 'r');
  const shown = offsets.map((offset) => {
    const entries: Entry[] = [];
    new ValueReader(fd).read(offset, { entry: (first, second) => void entries.push([first, second]) });
    return entries;
  });
  closeSync(fd);
  return shown;
}

test.each([
  ['Redis', redisFile()],
  ['Valkey', valkeyFile()],
])('a value of %s that is read again by itself is the same', async (_, bytes) => {
  const { keys } = readSnapshot(bytes, { visit: true });
  expect(keys.length).toBeGreaterThan(20);
  expect(
    await readAgain(
      bytes,
      keys.map(({ offset }) => offset),
    ),
  ).toEqual(keys.map(({ entries }) => entries));
});

test('a value longer than what is read at a time', async () => {
  const long = 'x'.repeat(700_000);
  const bytes = snapshotFile([stringRecord('before', 'b'), expireAt(5), stringRecord('long', long), stringRecord('after', 'a')]);
  const { keys } = readSnapshot(bytes);
  const [, { offset } = { offset: 0 }] = keys;
  expect(await readAgain(bytes, [offset])).toEqual([[[long, null]]]);
});

test('a value that is cut off ends the reading', async () => {
  const bytes = snapshotFile([stringRecord('long', 'x'.repeat(10_000))]);
  const [{ offset } = { offset: 0 }] = readSnapshot(bytes).keys;
  expect(await readAgain(bytes.subarray(0, 6000), [offset])).toEqual([[]]);
});

test.each([
  ['Redis', redisFile()],
  ['Valkey', valkeyFile()],
])('who wants short texts only is shown all of them, and is told the same of each key of %s', (_, bytes) => {
  const whole = readSnapshot(bytes, { visit: true }).keys;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80 }), (longest) => {
      const shown = (text: string | null, other: string | null): boolean =>
        other === text || (other === null && text!.length > longest);
      const { keys } = readSnapshot(bytes, { visit: true, longest });
      expect(keys.map((key) => ({ ...key, entries: [] }))).toEqual(whole.map((key) => ({ ...key, entries: [] })));
      for (const [index, { entries }] of keys.entries())
        for (const [at, [first, second]] of whole[index]!.entries.entries())
          expect([shown(first, entries[at]![0]), shown(second, entries[at]![1])]).toEqual([true, true]);
    }),
    { numRuns: 30 },
  );
  expect(readSnapshot(bytes, { visit: true, longest: 0 }).keys.flatMap(({ entries }) => entries.flat())).toContain(null);
});
