import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SnapshotFault } from '../../src/lib/errors/files.js';
import { readSnapshot } from '../snapshot/support/read-snapshot.js';
import { readSnapshotFile, snapshots } from './rdb-files.js';

interface Damage {
  file: string;
  what: string;
  /** Where the damage is. */
  offset: number;
  completeKeysBefore: number;
}

const folder = join(snapshots.path, 'corrupt');
const damages: Damage[] = existsSync(folder) ? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Damage[]) : [];

/** What the reader says; `null`: nothing, the file can be read to its end. */
const CODES: Record<string, SnapshotFault | null> = {
  'truncated-third.rdb': 'truncated',
  'truncated-in-length.rdb': 'truncated',
  'truncated-in-expiry.rdb': 'truncated',
  'truncated-before-eof.rdb': 'truncated',
  'truncated-checksum.rdb': 'truncated',
  'flipped-byte.rdb': 'checksum',
  'wrong-magic.rdb': 'not-a-snapshot',
  'future-version.rdb': null,
  'future-version-valkey.rdb': null,
  'version-not-a-number.rdb': 'bad-version',
  'absurd-length.rdb': 'absurd-length',
  'absurd-count.rdb': 'absurd-length',
  'lzf-length-lies.rdb': 'corrupt-string',
  'lzf-length-huge.rdb': 'corrupt-string',
  'unknown-type.rdb': 'unknown-type',
  'trailing-bytes.rdb': null,
  'empty-file.rdb': 'empty',
  'magic-only.rdb': 'truncated',
  'gzipped.rdb': 'not-a-snapshot',
  'text.rdb': 'not-a-snapshot',
  'intset-count-lies.rdb': 'corrupt-value',
  'early-eof.rdb': null,
};
/** Damage inside a string is told at the beginning of that string. */
const HEAD_BYTES = 16;
/** Of the checksum, at the end of the file. */
const CHECKSUM_BYTES = 8;

describe.skipIf(snapshots.missing)(snapshots.title, () => {
  test('every damaged file has an expectation', () => {
    expect(damages.map(({ file }) => file).toSorted()).toEqual(Object.keys(CODES).toSorted());
  });

  describe.each(damages)('$file: $what', ({ file, offset, completeKeysBefore }) => {
    const bytes = readFileSync(join(folder, file));
    const base = readSnapshot(readSnapshotFile('redis-7.0.15-tiny'), { visit: true });

    test.each([65_536, 61, 1])('chunks of %i bytes', (chunk) => {
      for (const visit of [false, true]) {
        const { keys, summary } = readSnapshot(bytes, { chunk, visit });
        expect(summary.problem?.code ?? null).toBe(CODES[file]);
        expect(keys).toHaveLength(completeKeysBefore);
        expect(summary.keys).toBe(completeKeysBefore);
        const [from, to] =
          CODES[file] === 'checksum'
            ? [bytes.length - CHECKSUM_BYTES, bytes.length - CHECKSUM_BYTES]
            : [offset - HEAD_BYTES, offset];
        if (summary.problem) {
          expect(summary.problem.offset).toBeGreaterThanOrEqual(from);
          expect(summary.problem.offset).toBeLessThanOrEqual(to);
          expect(summary.problem.message).not.toContain('\n');
        }
      }
    });

    test('keys before the damage are those of the whole file', () => {
      const { keys, summary } = readSnapshot(bytes, { visit: true });
      const whole = base.keys.slice(0, completeKeysBefore);
      if (summary.problem?.code !== 'checksum') expect(keys).toEqual(whole);
      else expect(keys.filter((key, index) => JSON.stringify(key) !== JSON.stringify(whole[index]))).toHaveLength(1);
    });
  });

  const damaged = (file: string) => readSnapshot(readFileSync(join(folder, file))).summary;

  test('says which versions are newer than those it knows', () => {
    for (const { file } of damages) expect(damaged(file).newerThanKnown, file).toBe(file.startsWith('future-version'));
  });

  test('counts the bytes after the end', () => {
    for (const chunk of [65_536, 61, 1]) {
      for (const { file, offset } of damages) {
        const bytes = readFileSync(join(folder, file));
        const { trailingBytes } = readSnapshot(bytes, { chunk }).summary;
        if (file === 'trailing-bytes.rdb') expect(trailingBytes).toBe(bytes.length - offset);
        // An end and a checksum were put at the damage.
        else if (file === 'early-eof.rdb') expect(trailingBytes).toBe(bytes.length - offset - 1 - CHECKSUM_BYTES);
        else expect(trailingBytes, file).toBe(0);
      }
    }
  });

  test('names what the file is instead', () => {
    expect(damaged('gzipped.rdb').problem?.message).toContain('gzip');
    expect(damaged('text.rdb').problem?.message).toContain('append-only file');
  });
});
