/**
 * Random faults in every verb that changes keys, while an application counts on the very keys: whatever fails, and when, no figure is lost or doubled.
 * METER_FAULTS_CASES asks for so many faults that are no kills, METER_FAULTS_KILLS for so many that are, METER_FAULTS_SEED for others: a failure names
 * its seed. METER_FAULTS_MINUTES ends it sooner. METER_FAULTS_PARTS processes share the work; each writes its tally into METER_FAULTS_TALLY.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BENCHES, caseOf, work, type Case } from './support/bench.js';
import { Summary } from './support/summary.js';

const CASES = Number(process.env['METER_FAULTS_CASES'] ?? 12);
const KILLS = Number(process.env['METER_FAULTS_KILLS'] ?? 1);
const FIRST = Number(process.env['METER_FAULTS_SEED'] ?? 1);
/** When no further case begins, in minutes. */
const MINUTES = Number(process.env['METER_FAULTS_MINUTES'] ?? Infinity);
const PARTS = Number(process.env['METER_FAULTS_PARTS'] ?? 1);
const PART = Number(process.env['METER_FAULTS_PART'] ?? 0);
const TALLY = process.env['METER_FAULTS_TALLY'];
const IS_LONG = CASES + KILLS > 100;
/** Benches of a short run: one server, a cluster, and one that is killed. */
const FEW = [0, 1, 5];
/** Far more than a fault takes, in ms. */
const FAULT_MS = 10_000;
/** Share of cases that may come to no verdict. */
const BROKEN = 0.01;

// What stays away for good need not be waited for as long as by people.
process.env['METER_RETRY'] = '800ms';

test(
  `${CASES} faults and ${KILLS} kills from seed ${FIRST}: nothing is lost, nothing doubled`,
  async () => {
    const summary = new Summary();
    const start = FIRST + PART * BENCHES.length;
    const seeds = BENCHES.map((_, bench) => start + ((bench - (start % BENCHES.length) + BENCHES.length) % BENCHES.length));
    const isOnly = CASES + KILLS === 1;
    const until = performance.now() + 60_000 * MINUTES;
    const isLate = (): boolean => performance.now() > until;
    const isOpen = (bench: number): boolean => IS_LONG || isOnly || FEW.includes(bench);
    const next = (bench: number): Case | null => {
      if (!isOpen(bench)) return null;
      const isKill = BENCHES[bench]!.kills;
      const done = isKill ? summary.kills >= KILLS : summary.faults >= CASES;
      if (isLate() || (isOnly ? seeds[bench] !== FIRST : done)) return null;
      const current = caseOf(seeds[bench]!);
      seeds[bench]! += BENCHES.length * PARTS;
      return current;
    };
    const write = (): void => {
      if (TALLY === undefined) return;
      const path = join(TALLY, String(PART));
      writeFileSync(`${TALLY}.${PART}`, JSON.stringify(summary.tally()));
      renameSync(`${TALLY}.${PART}`, path);
    };
    await Promise.all(
      BENCHES.map(({ place }, bench) =>
        work(
          place,
          () => next(bench),
          (told) => {
            const before = summary.failures.length;
            summary.take(told);
            if (IS_LONG && summary.failures.length > before) process.stderr.write(`${summary.failures[before]}\n`);
            write();
          },
          (seed, error) => summary.broken.push(`--seed ${seed}: ${String((error as Error).stack)}`),
        ),
      ),
    );
    write();
    if (IS_LONG) process.stderr.write([...summary.broken, summary.table(), ''].join('\n'));
    expect(summary.failures).toEqual([]);
    expect(summary.broken.length, summary.broken[0]).toBeLessThanOrEqual(BROKEN * summary.cases);
    if (!isOnly && !isLate()) expect(summary.faults + summary.kills).toBeGreaterThanOrEqual(CASES + KILLS);
  },
  60_000 + (CASES + KILLS) * FAULT_MS,
);
