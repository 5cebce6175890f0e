import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodOf, type PeriodAsked } from '../../src/lib/usage/asked.js';
import { coverOf, CUTS, GRAINS, labelOf, shifted, startOf } from '../../src/lib/usage/calendar.js';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-20T19:45:00Z');
const clock = { now: NOW, utcOffset: 8, weekStart: 1 };
const of = (asked: Parameters<typeof periodOf>[0], change: Partial<typeof clock> = {}) =>
  periodOf(asked, { ...clock, ...change });

describe('the calendar', () => {
  const instant = fc.integer({ min: Date.parse('1999-01-01'), max: Date.parse('2099-01-01') });

  test('a period contains its instant, and begins where the one before ends', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...CUTS), fc.integer({ min: 1, max: 7 }), (at, cut, weekStart) => {
        const start = startOf(cut, at, weekStart);
        const end = shifted(cut, start, 1);
        expect(start).toBeLessThanOrEqual(at);
        expect(end).toBeGreaterThan(at);
        expect(startOf(cut, end - 1, weekStart)).toBe(start);
        expect(shifted(cut, end, -1)).toBe(start);
      }),
    );
  });

  test('a range is covered without gaps and overlaps, by whole periods', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 3_000 }), fc.constantFrom(...GRAINS.slice(1)), (at, hours, coarsest) => {
        const from = startOf('hour', at);
        const segments = coverOf({ from, to: from + hours * HOUR_MS }, coarsest, Infinity);
        let next = from;
        for (const segment of segments) {
          expect(segment.from).toBe(next);
          expect(startOf(segment.grain, segment.from)).toBe(segment.from);
          expect(shifted(segment.grain, segment.from, 1)).toBe(segment.to);
          next = segment.to;
        }
        expect(next).toBe(from + hours * HOUR_MS);
      }),
    );
  });

  test('what goes on to the present is covered by the running period', () => {
    const from = Date.parse('2026-11-01T00:00:00Z');
    const now = NOW + 8 * HOUR_MS;
    expect(coverOf({ from, to: Date.parse('2026-11-22T00:00:00Z') }, 'month', now)).toMatchObject([{ grain: 'month', from }]);
    expect(coverOf({ from, to: Date.parse('2026-11-20T00:00:00Z') }, 'month', now)).toHaveLength(19);
  });
});

describe('periods', () => {
  test.each<[PeriodAsked, string, string, boolean]>([
    [{ kind: 'month', text: 'this' }, '2026-11', '2026-10', true],
    [{ kind: 'month', text: 'last' }, '2026-10', '2026-09', false],
    [{ kind: 'month', text: '2026-01' }, '2026-01', '2025-12', false],
    [{ kind: 'day', text: 'today' }, '2026-11-21', '2026-11-20', true],
    [{ kind: 'day', text: 'yesterday' }, '2026-11-20', '2026-11-19', false],
    [{ kind: 'last', count: 7, cut: 'day' }, '2026-11-15 to 2026-11-21', '2026-11-08 to 2026-11-14', true],
    [{ kind: 'last', count: 1, cut: 'week' }, '2026-11-16 to 2026-11-22', '2026-11-09 to 2026-11-15', true],
    [{ kind: 'last', count: 2, cut: 'month' }, '2026-10-01 to 2026-11-30', '2026-08-01 to 2026-09-30', true],
    [
      { kind: 'last', count: 2, cut: 'hour' },
      '2026-11-21 02:00 to 2026-11-21 04:00',
      '2026-11-21 00:00 to 2026-11-21 02:00',
      true,
    ],
    [{ kind: 'recent', minutes: 5 }, '2026-11-21 03:41 to 2026-11-21 03:46', '2026-11-21 03:36 to 2026-11-21 03:41', true],
    [
      {
        kind: 'between',
        since: { local: Date.parse('2026-11-01'), isDate: true },
        until: { local: Date.parse('2026-11-02'), isDate: true },
      },
      '2026-11-01 to 2026-11-02',
      '2026-10-30 to 2026-10-31',
      false,
    ],
    [
      {
        kind: 'between',
        since: { instant: Date.parse('2026-11-19T16:00:00Z') },
        until: { local: Date.parse('2026-11-20T06:00Z'), isDate: false },
      },
      '2026-11-20 00:00 to 2026-11-20 06:00',
      '2026-11-19 18:00 to 2026-11-20 00:00',
      false,
    ],
  ])('%j is %s, after %s', (asked, label, before, running) => {
    expect(of(asked as Parameters<typeof periodOf>[0])).toMatchObject({ label, before: { label: before }, running });
  });

  test('weeks begin on the day that was asked for', () => {
    expect(of({ kind: 'last', count: 1, cut: 'week' }, { weekStart: 7 }).label).toBe('2026-11-15 to 2026-11-21');
    expect(labelOf('week', startOf('week', Date.parse('2026-11-21T00:00:00Z'), 6))).toBe('2026-11-21');
  });

  test('the days are those of the application', () => {
    expect(of({ kind: 'day', text: 'today' }, { utcOffset: -5 }).label).toBe('2026-11-20');
  });

  test.each<[PeriodAsked, string]>([
    [{ kind: 'month', text: '2027-01' }, 'The period lies in the future.'],
    [{ kind: 'day', text: '2026-11-22' }, 'The period lies in the future.'],
    [
      {
        kind: 'between',
        since: { local: Date.parse('2026-11-05'), isDate: true },
        until: { local: Date.parse('2026-11-04'), isDate: true },
      },
      'The period is empty: --until is not after --since.',
    ],
    [{ kind: 'last', count: 9_000, cut: 'day' }, 'The period is longer than ten years.'],
  ])('%j is refused', (asked, message) => {
    expect(() => of(asked as Parameters<typeof periodOf>[0])).toThrow(expect.objectContaining({ exitCode: 2, message }));
  });
});
