import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecimals } from '../../../src/lib/format/decimal.js';
import { judge, sumOf } from '../../../src/lib/change/migrate/judge.js';
import type { Figure } from '../../../src/lib/change/migrate/rollup-pair.js';

const COUNT: Figure = { fine: 'a', coarse: 'b', decimal: false };
const COST: Figure = { fine: '', coarse: '', decimal: true };
const LARGEST = 2n ** 63n - 1n;

/** Short ones, some about what a double holds exactly, and some of 64 bits. */
const amount = fc.oneof(
  fc.bigInt(-(2n ** 40n), 2n ** 40n),
  fc.bigInt(10n ** 14n, 10n ** 16n),
  fc.bigInt(-(2n ** 40n), 2n ** 62n),
);
const counter = fc.option(amount.map(String), { nil: null });

describe('a coarse figure', () => {
  test('is raised to the sum, and never lowered', () => {
    fc.assert(
      fc.property(fc.array(counter, { maxLength: 24 }), counter, (parts, coarse) => {
        const truth = parts.reduce((sum, part) => sum + BigInt(part ?? 0), 0n);
        const verdict = judge(
          [COUNT],
          sumOf(
            [COUNT],
            parts.map((part) => [part]),
          ),
          [coarse],
        );
        const lack = truth - BigInt(coarse ?? 0);
        if (lack <= 0n) expect(verdict).toEqual({ state: 'complete' });
        else if (truth > LARGEST || lack > LARGEST) expect(verdict).toEqual({ state: 'overflow' });
        else {
          const raise = { field: 'b', before: coarse, after: String(truth), step: String(lack), decimal: false };
          expect(verdict).toEqual({ state: 'short', raises: [raise] });
        }
      }),
    );
  });

  test('is not raised by what many additions of costs have rounded off', () => {
    const parts = Array.from({ length: 10 }, () => ['0.1']);
    expect(judge([COST], sumOf([COST], parts), ['0.99999999999999989'])).toEqual({ state: 'complete' });
    expect(judge([COST], sumOf([COST], parts), ['0.999999'])).toMatchObject({ raises: [{ after: '1', step: '0.000001' }] });
  });

  test('costs are added up exactly', () => {
    const cost = fc
      .integer({ min: 1, max: 1e9 })
      .map((micro) => `${Math.floor(micro / 1e6)}.${String(micro % 1e6).padStart(6, '0')}`);
    fc.assert(
      fc.property(fc.array(cost, { minLength: 1, maxLength: 8 }), (parts) => {
        const micro = parts.reduce((sum, part) => sum + BigInt(part.replace('.', '')), 0n);
        const [sum] = sumOf(
          [COST],
          parts.map((part) => [part]),
        )!;
        expect(compareDecimals(sum!, `${micro / 1_000_000n}.${String(micro % 1_000_000n).padStart(6, '0')}`)).toBe(0);
      }),
    );
  });

  test.each(['', '1.5', 'abc', '007', '9223372036854775808', '1e3'])('%j is no number to count on with', (text) => {
    expect(sumOf([COUNT], [[text]])).toBeNull();
    expect(judge([COUNT], ['1'], [text])).toEqual({ state: 'unreadable' });
  });
});
