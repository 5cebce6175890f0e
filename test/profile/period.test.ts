import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { expectedTtlMs, Periods, periodStart } from '../../src/lib/profile/period.js';
import type { Family, Placeholder, PlaceholderKind } from '../../src/lib/profile/types.js';
import { familyOf, profileOf } from '../support/pattern-arbitraries.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString().slice(0, 16));

describe('periodStart', () => {
  it.each<[PlaceholderKind, string, number, string | null]>([
    ['date', '2026-11-20', 0, '2026-11-20T00:00'],
    ['date', '2026-11-20', 8, '2026-11-19T16:00'],
    ['date', '2026-11-20', -5, '2026-11-20T05:00'],
    ['month', '2026-11', 8, '2026-10-31T16:00'],
    ['hour', '2026-11-20:03', 8, '2026-11-19T19:00'],
    ['date-hour', '2026-11-20T03', 0, '2026-11-20T03:00'],
    ['week', '2026-W47', 0, '2026-11-16T00:00'],
    // 1 January 2027 is a Friday: its week belongs to 2026.
    ['week', '2026-W53', 0, '2026-12-28T00:00'],
    ['week', '2027-W01', 8, '2027-01-03T16:00'],
    ['week-start', '2026-W47', 0, '2026-11-16T00:00'],
    ['week-start', '2026-11-18T09', 8, '2026-11-18T01:00'],
    ['minute', '29400000', 8, '2025-11-24T16:00'],
    ['date', '2026-13-99', 0, null],
    ['segment', '2026-11-20', 0, null],
  ])('%s %s at %i hours', (kind, text, offset, start) => {
    expect(iso(periodStart(kind, text, offset))).toBe(start);
  });

  it('of an ISO week is the Monday that the week number says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2090 }), fc.integer({ min: 1, max: 52 }), (year, week) => {
        const start = periodStart('week', `${year}-W${String(week).padStart(2, '0')}`, 0)!;
        expect(new Date(start).getUTCDay()).toBe(1);
        // The Thursday of a week lies in the year that the week belongs to.
        const thursday = new Date(start + 3 * DAY_MS);
        expect(thursday.getUTCFullYear()).toBe(year);
        const dayOfYear = (thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS;
        expect(Math.floor(dayOfYear / 7) + 1).toBe(week);
      }),
    );
  });
});

describe('the expected life', () => {
  const NOW = Date.parse('2026-11-20T12:00:00Z');
  const life = { expires: true, seconds: 10 * 86_400, rearmed: 'each-write' } as const;
  const expected = (name: string, given: Partial<Family>, date: Placeholder = { kind: 'date' }): number | null => {
    const { families } = compileProfile(profileOf([familyOf('f', 'u:{id}:{date}', given)], { id: { kind: 'segment' }, date }));
    const [compiled] = families;
    const periods = new Periods(compiled!.period!, 8);
    const period = periods.of(name.split(':'));
    // Asked twice: the second answer comes from memory.
    expect(periods.of(name.split(':'))).toBe(period);
    return expectedTtlMs(compiled!.family, period, NOW);
  };

  it('is what is left of the life since the period began, less a day and two hours', () => {
    const age = NOW - Date.parse('2026-11-19T16:00:00Z');
    expect(expected('u:a:2026-11-20', { ttl: life })).toBe(10 * DAY_MS - age - 26 * HOUR_MS);
    expect(expected('u:a:2026-11-20', { ttl: life }, { kind: 'date', zone: 'utc' })).toBe(
      10 * DAY_MS - 12 * HOUR_MS - 26 * HOUR_MS,
    );
  });

  it('is unknown where nothing is promised', () => {
    expect(expected('u:a:2026-11-20', { ttl: { expires: false } })).toBeNull();
    expect(expected('u:a:2026-11-20', { ttl: { expires: true, rearmed: 'never' } })).toBeNull();
    expect(expected('u:a:2026-13-45', { ttl: life })).toBeNull();
  });
});
