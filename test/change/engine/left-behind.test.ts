import { expect, test } from 'vitest';
import { leftBehind } from '../../../src/lib/change/engine/left-behind.js';

test('keys that differ in their last part are told as one, with their TTL', () => {
  const run = 'meter:run:0123456789abcdef';
  expect(leftBehind([`${run}:0`, `${run}:3`, 'meter:restored:00ff'])).toEqual([
    { pattern: `${run}:*`, keys: 2, seconds: 7 * 86_400 },
    { pattern: 'meter:restored:00ff', keys: 1, seconds: 90 * 86_400 },
  ]);
  expect(leftBehind([])).toEqual([]);
});
