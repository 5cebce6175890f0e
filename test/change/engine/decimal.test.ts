import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDecimals, compareDecimals, isCounter, isDecimal, subtractDecimals } from '../../../src/lib/change/engine/decimal.js';

/** A decimal text, and the same in units of 10^-20. */
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 20 }))
  .map(([digits, scale]) => {
    const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
    const point = text.length - scale;
    const sign = digits < 0n ? '-' : '';
    return {
      text: `${sign}${text.slice(0, point)}${scale > 0 ? `.${text.slice(point)}` : ''}`,
      units: digits * 10n ** BigInt(20 - scale),
    };
  });

const unitsOf = (text: string): bigint => {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!;
  return BigInt(`${sign}${whole}${fraction.padEnd(20, '0')}`);
};

describe('decimals', () => {
  test('are added, subtracted and compared exactly, and written without needless zeros', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const sum = addDecimals(a.text, b.text);
        expect(unitsOf(sum)).toBe(a.units + b.units);
        expect(sum).not.toMatch(/\.\d*0$|\.$|^-0$/);
        expect(unitsOf(subtractDecimals(a.text, b.text))).toBe(a.units - b.units);
        expect(Math.sign(compareDecimals(a.text, b.text))).toBe(a.units < b.units ? -1 : a.units > b.units ? 1 : 0);
      }),
    );
  });

  test.each([
    ['9223372036854775807', true],
    ['-9223372036854775808', true],
    ['9223372036854775808', false],
    ['007', false],
    ['-0', false],
    ['1.5', false],
    ['', false],
  ])('a counter is what HINCRBY takes: %s', (text, expected) => expect(isCounter(text)).toBe(expected));

  test.each(['', '1e5', 'inf', ' 1', '1.', '.5', '0x1'])('%j is none', (text) => expect(isDecimal(text)).toBe(false));
});
