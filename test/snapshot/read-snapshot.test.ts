import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSnapshot } from '../../src/lib/snapshot/read-snapshot.js';
import { openSnapshot } from '../../src/lib/snapshot/snapshot-file.js';
import { snapshotFile, stringRecord } from './support/file.js';

/** A file of this is large enough to be read in a thread by who only counts. */
const LARGE = 'x'.repeat(9 * 2 ** 20);

test('who reads values has those of a key before its end, also in a large file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'large.rdb');
  await writeFile(path, snapshotFile([stringRecord('large', LARGE), stringRecord('small', 'seen')]));
  const file = await openSnapshot(path, new AbortController().signal);
  const told: string[] = [];
  await readSnapshot(file, {
    sink: {
      begin: ({ name }) => (name === 'small' ? { entry: (first) => void told.push(`value ${first}`) } : null),
      end: ({ name }) => void told.push(`end of ${name}`),
    },
    isStopped: () => false,
    onChunk: () => {},
  });
  await file.close();
  expect(told).toEqual(['end of large', 'value seen', 'end of small']);
});
