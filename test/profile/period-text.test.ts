import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodStart } from '../../src/lib/profile/period.js';
import { periodText } from '../../src/lib/profile/period-text.js';

const HOUR = 3_600_000;
const LENGTH = { date: 24, hour: 1, 'date-hour': 1, week: 7 * 24, minute: 1 / 60 } as const;
const instant = fc.date({ min: new Date('2020-01-01T12:00:00Z'), max: new Date('2035-12-31T12:00:00Z'), noInvalidDate: true });

test.each(['date', 'hour', 'date-hour', 'week', 'minute'] as const)(
  '%s: the text of an instant is of the period that holds it',
  (kind) => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -12, max: 14 }), (at, offset) => {
        const start = periodStart(kind, periodText(kind, at.getTime(), offset)!, offset)!;
        expect(start).toBeLessThanOrEqual(at.getTime());
        expect(at.getTime()).toBeLessThan(start + LENGTH[kind] * HOUR);
      }),
    );
  },
);

test('months, and what is no period', () => {
  expect(periodText('month', Date.parse('2026-10-31T16:00:00Z'), 8)).toBe('2026-11');
  expect(periodText('week-start', Date.parse('2026-11-15T16:00:00Z'), 8)).toBe('2026-11-16T00');
  expect(periodText('segment', 0, 0)).toBeNull();
});
