/**
 * Hostile servers and files, case after case, against every verb. METER_HOSTILE_CASES asks for more cases than the default, METER_HOSTILE_FIRST for
 * others: a failure names its case, and with that number as the first it comes at once.
 */
import { expect, test } from 'vitest';
import { Laboratory } from './support/laboratory.js';

const CASES = Number(process.env['METER_HOSTILE_CASES'] ?? 60);
const FIRST = Number(process.env['METER_HOSTILE_FIRST'] ?? 0);
/** Cases under way at a time; most of a case is waiting. */
const AT_ONCE = CASES > 1_000 ? 4 : CASES > 1 ? 2 : 1;
/** Far more than a case takes on a slow machine, in ms. */
const CASE_MS = 2_000;

test(
  `no server and no file hangs the program, fills memory, speaks through it or ends it otherwise than is documented: cases ${FIRST} to ${FIRST + CASES}`,
  async () => {
    const first = await Laboratory.open();
    const others = await Promise.all(Array.from({ length: AT_ONCE - 1 }, () => Laboratory.open(first.sound)));
    const laboratories = [first, ...others];
    const complaints: string[] = [];
    let next = FIRST;
    const work = async (laboratory: Laboratory): Promise<void> => {
      while (next < FIRST + CASES) {
        const number = next++;
        const complaint = await laboratory.complaint(number);
        if (complaint !== null) complaints.push(complaint);
        if (complaint !== null && CASES > 60) process.stderr.write(`${complaint}\n`);
        if (number % 1_000 === 999) process.stderr.write(`${number + 1 - FIRST} cases, ${complaints.length} complaints\n`);
      }
    };
    try {
      await Promise.all(laboratories.map(work));
    } finally {
      await Promise.all(laboratories.map((laboratory) => laboratory.close()));
    }
    expect(complaints).toEqual([]);
  },
  30_000 + CASES * CASE_MS,
);
