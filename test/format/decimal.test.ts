import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absolute,
  addDecimals,
  compare,
  compareDecimals,
  decimalText,
  isCounter,
  isDecimal,
  microUsd,
  minus,
  parseCounter,
  parseDecimal,
  plus,
  rounded,
  roundedUsd,
  subtractDecimals,
  times,
  truncated,
  whole,
} from '../../src/lib/format/decimal.js';
import { counterOf, numberOf } from '../../src/lib/consistency/numbers.js';

const PLACES = 60;
const counters = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

/** A decimal text with an exponent now and then, and the same in units of 10^-60. */
const decimal = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 45n), max: 10n ** 45n }),
    fc.integer({ min: 0, max: 40 }),
    fc.option(fc.integer({ min: -20, max: 20 })),
  )
  .map(([digits, scale, exponent]) => {
    const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
    const point = text.length - scale;
    const fraction = scale > 0 ? `.${text.slice(point)}` : '';
    return {
      text: `${digits < 0n ? '-' : ''}${text.slice(0, point)}${fraction}${exponent === null ? '' : `e${exponent}`}`,
      units: digits * 10n ** BigInt(PLACES - scale + (exponent ?? 0)),
    };
  });

const unitsOf = (text: string): bigint => {
  const [, sign, digits, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!;
  return BigInt(`${sign}${digits}${fraction.padEnd(PLACES, '0')}`);
};

const sign = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

describe('counters', () => {
  test('are read exactly within 64 bits', () => {
    fc.assert(
      fc.property(counters, (value) => {
        expect(parseCounter(String(value))).toBe(value);
        expect(isCounter(String(value))).toBe(true);
        expect(counterOf(String(value))).toBe(Number(value));
        expect(decimalText(whole(value))).toBe(String(value));
      }),
    );
  });

  test.each(['', ' 1', '1 ', '1.0', '1e3', '+1', '--1', 'abc', '9223372036854775808', '-9223372036854775809', '0x10', '١'])(
    '%j is none',
    (text) => {
      expect(parseCounter(text)).toBeNull();
      expect(isCounter(text)).toBe(false);
      expect(counterOf(text)).toBeNaN();
    },
  );

  test.each(['007', '-0'])('%j is one that HINCRBY refuses', (text) => {
    expect(parseCounter(text)).toBe(BigInt(text));
    expect(isCounter(text)).toBe(false);
  });
});

describe('decimals', () => {
  test('are added, subtracted, multiplied and compared exactly, and written without needless zeros', () => {
    fc.assert(
      fc.property(decimal, decimal, fc.bigInt({ min: -9n, max: 9n }), (a, b, factor) => {
        const sum = addDecimals(a.text, b.text);
        expect(unitsOf(sum)).toBe(a.units + b.units);
        expect(sum).not.toMatch(/\.\d*0$|\.$|^-0$|^0\d/);
        expect(unitsOf(subtractDecimals(a.text, b.text))).toBe(a.units - b.units);
        expect(compareDecimals(a.text, b.text)).toBe(sign(a.units, b.units));
        const [left, right] = [parseDecimal(a.text)!, parseDecimal(b.text)!];
        expect(compare(left, right)).toBe(sign(a.units, b.units));
        expect(unitsOf(decimalText(times(left, factor)))).toBe(a.units * factor);
        expect(unitsOf(decimalText(absolute(left)))).toBe(a.units < 0n ? -a.units : a.units);
        expect(truncated(left)).toBe(a.units / 10n ** BigInt(PLACES));
        expect(decimalText(minus(plus(left, right), right))).toBe(decimalText(left));
      }),
    );
  });

  test('are rounded half away from zero, and only where they have more decimals', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 50 }), ({ text, units }, places) => {
        const unit = 10n ** BigInt(PLACES - places);
        const result = decimalText(rounded(parseDecimal(text)!, places));
        const [size, expected] = [units < 0n ? -units : units, unitsOf(result.replace('-', ''))];
        expect(expected % unit).toBe(0n);
        expect(size - expected < unit - unit / 2n && expected - size <= unit / 2n).toBe(true);
        if (units % unit === 0n) expect(unitsOf(result)).toBe(units);
        expect(unitsOf(decimalText(rounded(parseDecimal(`-${text}`.replace('--', ''))!, places)))).toBe(-unitsOf(result));
      }),
    );
    expect(roundedUsd('2.94374747500000006')).toBe('2.943747');
    expect(roundedUsd('0.0000005')).toBe('0.000001');
    expect(roundedUsd('-0.0000004')).toBe('0');
  });

  test('are read and written without losing a digit', () => {
    fc.assert(
      fc.property(decimal, ({ text, units }) => {
        expect(unitsOf(decimalText(parseDecimal(text)!))).toBe(units);
      }),
    );
  });

  test('agree with doubles as JavaScript and Redis write them', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(decimalText(parseDecimal(String(value))!))).toBe(value + 0);
      }),
    );
    expect(decimalText(parseDecimal('1.5e-7')!)).toBe('0.00000015');
    expect(addDecimals('0.00000000000000002', '22.21487399999999996')).toBe('22.21487399999999998');
  });

  test.each(['', '.5', '5.', 'NaN', 'inf', '1,5', '1e', ' 1', '0x1', '1e1000', '1'.repeat(61)])('%j is none', (text) => {
    expect(parseDecimal(text)).toBeNull();
    expect(isDecimal(text)).toBe(false);
    expect(numberOf(text, 'usd')).toBeNaN();
  });

  test('micro-USD are compared as USD', () => {
    expect(compare(microUsd(1_500_000n), parseDecimal('1.5')!)).toBe(0);
    expect(numberOf('1500000', 'micro-usd')).toBe(1.5);
  });
});
