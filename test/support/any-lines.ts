/** Lines over time of any length, with gaps, bounds, forecasts and levels. */
import fc from 'fast-check';
import type { Lines } from '../../src/lib/report/document.js';

const value = fc.option(fc.double({ min: -1e6, max: 1e12, noNaN: true }), { freq: 5 });

export const anyLines = ({ text }: { text: fc.Arbitrary<string> }): fc.Arbitrary<Lines> =>
  fc.nat(120).chain((count) => {
    const values = fc.array(value, { minLength: count, maxLength: count });
    return fc.record({
      kind: fc.constant('lines' as const),
      id: fc.constant('trend'),
      title: text,
      type: fc.constantFrom('bytes' as const, 'count' as const, 'money' as const),
      points: fc
        .array(fc.record({ step: fc.double({ min: 0, max: 1e6, noNaN: true }), label: text }), {
          minLength: count,
          maxLength: count,
        })
        .map((steps) => {
          let at = 0;
          return steps.map(({ step, label }) => ({ at: (at += step), label }));
        }),
      lines: fc.array(
        fc.record(
          { label: text, values, low: values, high: values, forecastFrom: fc.nat(130) },
          { requiredKeys: ['label', 'values'] },
        ),
        { maxLength: 3 },
      ),
      levels: fc.array(fc.record({ label: text, value: fc.double({ min: 0, max: 1e12, noNaN: true }) }), { maxLength: 2 }),
    });
  });
