import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalText, microScaled, parseCounter, parseDecimal, scaled } from '../../src/lib/consistency/decimal.js';
import { counterOf, numberOf } from '../../src/lib/consistency/numbers.js';

const counters = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('counters', () => {
  test('are read exactly within 64 bits', () => {
    fc.assert(
      fc.property(counters, (value) => {
        expect(parseCounter(String(value))).toBe(value);
        expect(counterOf(String(value))).toBe(Number(value));
        expect(decimalText(scaled(value))).toBe(String(value));
      }),
    );
  });

  test.each(['', ' 1', '1 ', '1.0', '1e3', '+1', '--1', 'abc', '9223372036854775808', '-9223372036854775809', '0x10', '١'])(
    '%j is none',
    (text) => {
      expect(parseCounter(text)).toBeNull();
      expect(counterOf(text)).toBeNaN();
    },
  );
});

describe('decimals', () => {
  test('are read and written without losing a digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (value) => {
        expect(parseDecimal(decimalText(value))).toBe(value);
      }),
    );
  });

  test('agree with doubles as JavaScript and Redis write them', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        const parsed = parseDecimal(String(value));
        expect(Math.abs(Number(decimalText(parsed!)) - value)).toBeLessThanOrEqual(1e-17 + Math.abs(value) * 1e-15);
      }),
    );
    expect(parseDecimal('0.30000000000000004')).toBe(300_000_000_000_000_040n);
    expect(parseDecimal('1.5e-7')).toBe(150_000_000_000n);
  });

  test.each(['', '.5', '5.', 'NaN', 'inf', '1,5', '1e', ' 1', '0x1'])('%j is none', (text) => {
    expect(parseDecimal(text)).toBeNull();
    expect(numberOf(text, 'usd')).toBeNaN();
  });

  test('micro-USD are compared as USD', () => {
    expect(microScaled(1_500_000n)).toBe(parseDecimal('1.5'));
    expect(numberOf('1500000', 'micro-usd')).toBe(1.5);
  });
});
