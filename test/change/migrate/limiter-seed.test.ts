/** Lists of request times as counters, against what the list itself would do. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedOf, SEEDS } from '../../../src/lib/change/migrate/limiter-seed.js';

const WINDOW_MS = 60_000;
const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const HOUR_MS = 3_600_000;

const entry = (ms: number): string => new Date(ms).toISOString();
const options = (seed: (typeof SEEDS)[number], offsetMs = 0) => ({ now: NOW, offsetMs, windowMs: WINDOW_MS, seed });

test('only requests within the window count, and the seed decides when the counter ends', () => {
  const entries = [1_000, 20_000, 59_999, 60_000, 300_000].map((age) => entry(NOW - age));
  expect(seedOf(entries, options('newest'))).toEqual({ kind: 'counter', requests: 3, ttlMs: 59_000 });
  expect(seedOf(entries, options('oldest'))).toEqual({ kind: 'counter', requests: 3, ttlMs: 1 });
});

test.each([
  ['no request within the window', [entry(NOW - WINDOW_MS)], 'outside'],
  ['no request', [], 'outside'],
  ['a request later than now', [entry(NOW + 8 * HOUR_MS), entry(NOW)], 'ahead'],
  ['an entry that is no time', [entry(NOW), 'yesterday'], 'unreadable'],
])('%s', (_what, entries, kind) => {
  expect(seedOf(entries, options('newest')).kind).toBe(kind);
});

test('local times are read at their offset', () => {
  const entries = [entry(NOW - 1_000 + 8 * HOUR_MS)];
  expect(seedOf(entries, options('newest', 8 * HOUR_MS))).toEqual({ kind: 'counter', requests: 1, ttlMs: 59_000 });
  expect(seedOf(entries, options('newest')).kind).toBe('ahead');
  expect(seedOf(entries, options('newest', 9 * HOUR_MS)).kind).toBe('outside');
});

test('with the newest, no window around the change has more requests than the limit', () => {
  const ages = fc.array(fc.integer({ min: 0, max: 2 * WINDOW_MS }), { maxLength: 40 });
  fc.assert(
    fc.property(ages, fc.integer({ min: 1, max: 20 }), fc.constantFrom('newest', 'oldest'), (old, limit, seed) => {
      // What an exact list lets through before.
      const passed: number[] = [];
      for (const at of old.map((age) => NOW - age).toSorted((a, b) => a - b))
        if (passed.filter((time) => at - time < WINDOW_MS).length < limit) passed.push(at);
      const seeded = seedOf(passed.toReversed().map(entry).slice(0, limit), options(seed));
      const inside = passed.filter((time) => NOW - time < WINDOW_MS);
      expect(seeded.kind).toBe(inside.length === 0 ? 'outside' : 'counter');
      if (seeded.kind !== 'counter') return;
      expect(seeded.requests).toBe(inside.length);
      expect(seeded.ttlMs).toBeGreaterThan(0);
      expect(seeded.ttlMs).toBeLessThanOrEqual(WINDOW_MS);
      if (seed === 'oldest') return;
      // Somebody uses up whatever the counter leaves at once, and again when it ends.
      const later = [
        ...Array.from({ length: limit - seeded.requests }, () => NOW),
        ...Array.from({ length: limit }, () => NOW + seeded.ttlMs),
      ];
      const all = [...inside, ...later];
      const first = [...inside, ...later.filter((at) => at === NOW)];
      expect(first.length).toBeLessThanOrEqual(limit);
      const afterEnd = all.filter((time) => NOW + seeded.ttlMs - time < WINDOW_MS && time <= NOW + seeded.ttlMs);
      // Requests before the change are out of any window that begins with the end of the counter.
      expect(afterEnd.filter((time) => time < NOW)).toEqual([]);
    }),
  );
});
