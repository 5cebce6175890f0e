/**
 * METER_FUZZ_CASES asks for more cases than the default, METER_FUZZ_FIRST for others: a failure names its case, and with that number as
 * the first it comes at once.
 */
import { afterAll, expect, test } from 'vitest';
import { fuzzCase, type SoundFile } from './fuzz.js';

/** Cases of one test, so that a long run shows that it goes on. */
const BATCH = 25_000;
/** Far more than a case takes on a slow machine. */
const CASE_MS = 100;
/** More than what a reader holds of one value, compressed and expanded, with all that is collected late. */
const MOST_MEMORY = 512 * 2 ** 20;

/** Declares the tests that damage these files. */
export function fuzzTests(files: readonly SoundFile[], usualCases: number): void {
  const cases = Number(process.env.METER_FUZZ_CASES ?? usualCases);
  const first = Number(process.env.METER_FUZZ_FIRST ?? 0);
  const batches = Array.from({ length: Math.ceil(cases / BATCH) }, (_, index) => {
    const from = first + index * BATCH;
    return { from, to: Math.min(from + BATCH, first + cases) };
  });
  const counts: Record<string, number> = {};

  test.each(batches)(
    'damage never stops the reader, nor changes the keys before it: cases $from to $to',
    ({ from, to }) => {
      for (let index = from; index < to; index++) {
        const { wrong, noticed } = fuzzCase(files, index);
        expect(wrong).toBeNull();
        counts[noticed] = (counts[noticed] ?? 0) + 1;
        if (index % 100 !== 0) continue;
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        expect(heapUsed + arrayBuffers, `memory at case ${index}`).toBeLessThan(MOST_MEMORY);
      }
    },
    BATCH * CASE_MS,
  );

  afterAll(() => {
    if (process.env.METER_FUZZ_CASES) process.stderr.write(`noticed in damaged snapshots: ${JSON.stringify(counts)}\n`);
  });
}
