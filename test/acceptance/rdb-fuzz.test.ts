import { describe } from 'vitest';
import { fuzzTests } from '../snapshot/support/fuzz-cases.js';
import { soundFile } from '../snapshot/support/fuzz.js';
import { goodFiles, readSnapshotFile, snapshots } from './rdb-files.js';

/** Larger ones make long runs slow. */
const LARGEST = 160_000;

describe.skipIf(snapshots.missing)(snapshots.title, () => {
  const files = goodFiles().map((name) => ({ name, bytes: readSnapshotFile(name) }));
  fuzzTests(
    files.filter(({ bytes }) => bytes.length <= LARGEST).map(({ name, bytes }) => soundFile(name, bytes)),
    1000,
  );
});
