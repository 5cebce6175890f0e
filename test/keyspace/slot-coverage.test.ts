import { describe, expect, test } from 'vitest';
import { SlotCoverage } from '../../src/lib/keyspace/slot-coverage.js';
import { slotOfKey } from '../../src/lib/redis/cluster.js';

const names = Array.from({ length: 60_000 }, (_, index) => `usage:daily:${index}:2026-11-20`);

function coverageOf(some: readonly string[]): SlotCoverage {
  const coverage = new SlotCoverage();
  for (const name of some) coverage.note({ name });
  return coverage;
}

const inSlots = (first: number, last: number): string[] =>
  names.filter((name) => slotOfKey(name) >= first && slotOfKey(name) <= last);

describe('slots that names come from', () => {
  test.each([500, 5000, 60_000])('are all of them in a whole keyspace of %s keys', (keys) => {
    expect(coverageOf(names.slice(0, keys)).isComplete).toBe(true);
  });

  test('are all of them also where the names come slot by slot', () => {
    expect(coverageOf(names.toSorted((a, b) => slotOfKey(a) - slotOfKey(b))).isComplete).toBe(true);
  });

  test.each([
    ['one of three shards', 0, 5460],
    ['the last of six shards', 13_653, 16_383],
    ['two of three shards', 5461, 16_383],
    ['seven of eight shards', 0, 14_335],
  ])('are not all of them in %s', (_, first, last) => {
    expect(coverageOf(inSlots(first, last)).isComplete).toBe(false);
  });

  test('cannot be told from few names', () => {
    expect(coverageOf(names.slice(0, 499)).isComplete).toBeNull();
  });
});
