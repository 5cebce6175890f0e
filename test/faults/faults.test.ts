/**
 * Random faults in every verb that changes keys, while an application counts on the very keys: whatever fails, and when, no figure is lost or doubled.
 * METER_FAULTS_CASES asks for so many faults that are no kills, METER_FAULTS_KILLS for so many that are, METER_FAULTS_SEED for others: a failure names
 * its seed. METER_FAULTS_MINUTES ends it sooner.
 */
import { expect, test } from 'vitest';
import { BENCHES, caseOf, work, type Case } from './support/bench.js';
import { Summary } from './support/summary.js';

const CASES = Number(process.env['METER_FAULTS_CASES'] ?? 10);
const KILLS = Number(process.env['METER_FAULTS_KILLS'] ?? 1);
const FIRST = Number(process.env['METER_FAULTS_SEED'] ?? 1);
/** When no further case begins, in minutes. */
const MINUTES = Number(process.env['METER_FAULTS_MINUTES'] ?? Infinity);
const IS_LONG = CASES + KILLS > 100;
/** Benches of a short run: one server, a cluster, and one that is killed. */
const FEW = [0, 1, 5];
/** Far more than a case takes, in ms. */
const CASE_MS = 10_000;
const TOLD_EVERY = 200;
/** Share of cases that may come to no verdict. */
const BROKEN = 0.01;

// What stays away for good need not be waited for as long as by people.
process.env['METER_RETRY'] = '800ms';

test(
  `${CASES} faults and ${KILLS} kills from seed ${FIRST}: nothing is lost, nothing doubled`,
  async () => {
    const summary = new Summary();
    const seeds = BENCHES.map((_, bench) => FIRST + ((bench - (FIRST % BENCHES.length) + BENCHES.length) % BENCHES.length));
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
      seeds[bench]! += BENCHES.length;
      return current;
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
            if (IS_LONG && summary.cases % TOLD_EVERY === 0) process.stderr.write(`${summary.line()}\n`);
          },
          (seed, error) => summary.broken.push(`--seed ${seed}: ${String((error as Error).stack)}`),
        ),
      ),
    );
    if (IS_LONG) process.stderr.write([...summary.broken, summary.table(), ''].join('\n'));
    expect(summary.failures).toEqual([]);
    expect(summary.broken.length, summary.broken[0]).toBeLessThanOrEqual(BROKEN * summary.cases);
    if (!isOnly && !isLate()) expect(summary.faults + summary.kills).toBeGreaterThanOrEqual(CASES + KILLS);
  },
  60_000 + (CASES + KILLS) * CASE_MS,
);
