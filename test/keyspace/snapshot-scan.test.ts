import { expect, test } from 'vitest';
import { SnapshotScan } from '../../src/lib/keyspace/snapshot-scan.js';
import { SnapshotContents } from '../../src/lib/keyspace/snapshot-contents.js';
import { NameFilter } from '../../src/lib/keyspace/name-filter.js';
import { Tally } from '../../src/lib/keyspace/tally.js';
import type { SnapshotKey } from '../../src/lib/snapshot/snapshot-key.js';

const key = (name: string): SnapshotKey => ({
  db: 0,
  name,
  nameLength: name.length,
  type: 'string',
  moduleType: null,
  expireAtMs: null,
  idleSeconds: null,
  frequency: null,
  offset: 0,
  encoding: 'raw',
  length: 1,
  bytes: 56,
  fieldExpiry: null,
  stream: null,
});

/** A scan that looks no names up; of several files it remembers all of them. */
function scanOf(several: boolean, names?: NameFilter): { read: (from: number, to: number) => void; scan: SnapshotScan } {
  const tally = new Tally({ profiles: [], everything: true, sized: true, now: 0, utcOffset: 0 });
  const options = {
    profiles: [],
    profilesAsked: false,
    pattern: several ? 'nothing' : null,
    type: null,
    limit: Infinity,
    databases: 0,
    now: new Date(0),
    offset: { flag: null, env: null, noted: null },
    showIds: false,
    signal: new AbortController().signal,
    onProgress: () => {},
    several,
    reader: null,
  };
  const scan = new SnapshotScan(tally, new SnapshotContents([]), options, names);
  return {
    scan,
    read(from, to) {
      for (let index = from; index < to; index++) {
        const next = key(`usage:${index % 997}:model:hourly:claude:${Math.floor(index / 997)}`);
        scan.begin(next);
        scan.end(next);
      }
    },
  };
}

test('a single name that comes twice is told, also among a hundred thousand', () => {
  const { read, scan } = scanOf(true);
  read(0, 100_000);
  expect(scan.repeated).toBe(0);
  read(5000, 5001);
  expect(scan.repeated).toBe(1);
});

test('names that are mistaken for others are not, however many there are', () => {
  // A small filter is as full of these as the one of every scan is of five million.
  const names = new NameFilter(2 ** 22);
  const { read, scan } = scanOf(true, names);
  read(0, 300_000);
  expect(names.errorRate).toBeGreaterThan(0.001);
  expect(scan.repeated).toBe(0);
  expect(scan.databases).toEqual([{ db: 0, keys: 300_000, withTtl: 0 }]);
  read(0, 10_000);
  expect(Math.abs(scan.repeated - 10_000)).toBeLessThan(200);
});

test('of a single file the first names are compared with each other', () => {
  const { read, scan } = scanOf(false);
  read(0, 100);
  expect(scan.repeated).toBe(0);
  read(0, 100);
  expect(scan.repeated).toBe(100);
  expect(scan.comparedAll).toBe(true);
  read(1000, 1000 + 2 ** 17);
  expect(scan.comparedAll).toBe(false);
  expect(scan.repeated).toBe(100);
});
