import { describe, expect, it } from 'vitest';
import { scoreElement } from '../../src/lib/demo/rdb/score-text.js';

describe('the text of a score', () => {
  // As C's printf("%.17g") has it, which Redis 7.0 uses.
  it.each([
    [0.1, '0.10000000000000001'],
    [-1.5, '-1.5'],
    [5e-324, '4.9406564584124654e-324'],
    [1e300, '1.0000000000000001e+300'],
    [0.00012345, '0.00012344999999999999'],
    [0.000012345, '1.2345e-05'],
    [99_999_999_999_999_984_000, '9.9999999999999984e+19'],
  ])('of %d', (score, text) => {
    expect(scoreElement(score)).toBe(text);
    expect(Number(text)).toBe(score);
  });

  it('lies on the even side where it is halfway between two', () => {
    expect(scoreElement(562_949_953_421_311.125)).toBe('562949953421311.12');
    expect(scoreElement(562_949_953_421_311.375)).toBe('562949953421311.38');
    expect(scoreElement(-562_949_953_421_311.125)).toBe('-562949953421311.12');
  });
});
