import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/lib/format/duration.js';

test.each([
  [0, '0 s'],
  [0.35, '350 ms'],
  [45, '45 s'],
  [59.96, '1 min'],
  [90, '1.5 min'],
  [9000, '2.5 h'],
  [86_399, '1 d'],
  [604_800, '7 d'],
  [31_536_000, '365 d'],
])('%d seconds read as %s', (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected);
});

describe('parseDuration', () => {
  test.each([
    ['5ms', 5],
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['2h30m', 9_000_000],
    ['7d', 604_800_000],
    ['4w', 2_419_200_000],
    [' 10 min ', 600_000],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each(['', ' ', '5', 'h', '-5s', '5x', '30m2h', '1h1h', '5s!', '1e3s', `${'9'.repeat(400)}d`])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test('adds up its parts', () => {
    const part = fc.nat(5000);
    fc.assert(
      fc.property(part, part, part, part, part, (d, h, m, s, ms) => {
        expect(parseDuration(`${d}d${h}h${m}m${s}s${ms}ms`)).toBe((((d * 24 + h) * 60 + m) * 60 + s) * 1000 + ms);
      }),
    );
  });

  test('reads what formatDuration writes, to its precision', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e11 }), (milliseconds) => {
        const read = parseDuration(formatDuration(milliseconds / 1000));
        expect(Math.abs(read! - milliseconds) / milliseconds).toBeLessThanOrEqual(0.051);
      }),
    );
  });
});
