/** Forecasts of simulated relays, whose truth is known. */
import { expect, test } from 'vitest';
import { growthFrom } from '../../src/lib/growth/growth.js';
import type { Range } from '../../src/lib/growth/model.js';
import { seededRandom } from '../support/random.js';
import { simulatedRelay, type Day } from './support/simulated-relay.js';

const DRAWS = 200;
const AHEAD = [7, 30, 90];
const FIGURES = ['keys', 'bytes', 'usedMemory', 'commandsPerDay'] as const satisfies readonly (keyof Day)[];

interface Outcome {
  ahead: number;
  figure: (typeof FIGURES)[number];
  audits: number;
  range: Range;
  truth: number;
}

function outcomes(seed: number): Outcome[] {
  const random = seededRandom(seed * 7 + 1);
  const age = Math.floor(random() * random() * 120);
  const audits = [3, 5, 7, 10, 14, 21, 30, 60][Math.floor(random() * 8)]!;
  const last = age + audits - 1;
  const relay = simulatedRelay(seed, last + 91);
  const records = Array.from({ length: audits }, (_, index) => relay.record(age + index));
  const { forecasts } = growthFrom({ records, from: 'history', file: null, skipped: 0 }, { days: AHEAD, commandsPerKey: 0 });
  return forecasts.flatMap((forecast) =>
    FIGURES.map((figure) => ({
      ahead: forecast.days,
      figure,
      audits,
      range: forecast[figure]!,
      truth: relay.truth(last + forecast.days)[figure],
    })),
  );
}

/** Of all draws, by figure and days. The half-width of the middle one of those with two weeks of audits, as a part of the truth. */
const NARROW: Readonly<Record<(typeof FIGURES)[number], number>> = {
  keys: 0.12,
  bytes: 0.15,
  usedMemory: 0.15,
  commandsPerDay: 0.5,
};

test('the truth is inside the range in nine of ten draws, and the range of the next week says something', () => {
  const all = Array.from({ length: DRAWS }, (_, index) => outcomes(index + 1)).flat();
  for (const figure of FIGURES)
    for (const ahead of AHEAD) {
      const mine = all.filter((each) => each.figure === figure && each.ahead === ahead);
      const inside = mine.filter(({ range, truth }) => range.low <= truth && truth <= range.high);
      expect(inside.length, `${figure} in ${ahead} days`).toBeGreaterThanOrEqual(0.9 * DRAWS);
      expect(mine.every(({ range: { low, value, high } }) => 0 <= low && low <= value && value <= high)).toBe(true);
    }
  for (const figure of FIGURES) {
    const long = all.filter((each) => each.figure === figure && each.ahead === 7 && each.audits >= 14);
    const widths = long.map(({ range, truth }) => (range.high - range.low) / 2 / truth).toSorted((a, b) => a - b);
    expect(widths[widths.length >> 1], figure).toBeLessThan(NARROW[figure]);
  }
});
