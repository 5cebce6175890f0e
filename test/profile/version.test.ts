import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareVersions, inRange, isVersion } from '../../src/lib/profile/version.js';

describe('compareVersions', () => {
  test.each([
    ['1.1.263', '1.1.262', 1],
    ['1.1.9', '1.1.10', -1],
    ['1.10', '1.9.9', 1],
    ['2', '2.0.0', 0],
    ['v1.2', '1.2.1', -1],
    ['G1', 'G2', -1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(-sign + 0);
  });

  test('orders as the numbers do, one by one', () => {
    const release = fc.array(fc.nat(400), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(release, release, (a, b) => {
        const difference = a.map((number, index) => number - b[index]!).find((each) => each !== 0) ?? 0;
        expect(Math.sign(compareVersions(a.join('.'), b.join('.')))).toBe(Math.sign(difference));
      }),
    );
  });
});

test('a range holds both of its ends, and an absent end is open', () => {
  expect(inRange('1.1.122', '1.1.262', '1.1.122')).toBe(true);
  expect(inRange('1.1.122', '1.1.262', '1.1.262')).toBe(true);
  expect(inRange('1.1.122', '1.1.262', '1.1.263')).toBe(false);
  expect(inRange('1.1.122', undefined, '1.1.121')).toBe(false);
  expect(inRange(undefined, '1.1.262', '0.9')).toBe(true);
  expect(inRange(undefined, undefined, '7')).toBe(true);
});

test.each([
  ['1.1.314', true],
  ['G1', true],
  ['v2', true],
  ['', false],
  ['latest', false],
  ['1.', false],
  ['1.2-rc1', false],
])('isVersion %s is %s', (text, expected) => {
  expect(isVersion(text)).toBe(expected);
});
