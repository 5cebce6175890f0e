import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../src/lib/keyspace/histogram.js';

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value, 1);
  return histogram;
};

const value = fc.oneof(
  fc.integer({ min: 1, max: 100 }),
  fc.integer({ min: 1, max: 400 * 86_400_000 }),
  fc.maxSafeInteger().filter((n) => n > 0),
);
const values = fc.array(value, { minLength: 1, maxLength: 200 });

describe('Histogram', () => {
  it('tells the median within 1.2 %, and the ends exactly', () => {
    fc.assert(
      fc.property(values, (sample) => {
        const sorted = [...sample].sort((a, b) => a - b);
        const middle = sorted[Math.ceil(sorted.length / 2) - 1]!;
        const histogram = histogramOf(sample);
        expect(Math.abs(histogram.median() / middle - 1)).toBeLessThan(0.012);
        expect([histogram.min, histogram.max]).toEqual([sorted[0], sorted.at(-1)]);
      }),
    );
  });

  it('counts a weight as so many values', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 20 }), (weighted) => {
        const histogram = new Histogram();
        for (const [each, weight] of weighted) histogram.add(each, weight);
        const spelledOut = histogramOf(weighted.flatMap(([each, weight]) => Array.from({ length: weight }, () => each)));
        expect(histogram.median()).toBe(spelledOut.median());
      }),
    );
  });

  it('merges to what one alone would hold', () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const merged = histogramOf(left);
        merged.merge(histogramOf(right));
        const whole = histogramOf([...left, ...right]);
        expect([merged.min, merged.median(), merged.max]).toEqual([whole.min, whole.median(), whole.max]);
      }),
    );
  });

  it('is empty before the first value, and holds 0', () => {
    const histogram = new Histogram();
    expect(histogram.empty).toBe(true);
    histogram.add(0, 1);
    expect([histogram.empty, histogram.median()]).toEqual([false, 0]);
  });
});
