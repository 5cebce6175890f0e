import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOf, type AgeRule } from '../../src/lib/profile/age.js';
import { periodEnd, periodStart } from '../../src/lib/profile/period.js';
import { BASE, DAY_MS, HOUR_MS, UTC_OFFSET } from '../support/clock.js';
import type { Family, Grain, PlaceholderKind } from '../../src/lib/profile/types.js';

const family = (grain: Grain, keep?: Family['keep']): Family => ({
  id: 'usage',
  pattern: 'usage:{period}',
  type: 'hash',
  ttl: { expires: false },
  grain,
  valueClass: 'optional',
  role: 'counter',
  breaks: '',
  examples: [],
  ...(keep && { keep }),
});

const KINDS = { minute: 'minute', hour: 'hour', day: 'date', week: 'week', month: 'month' } as const satisfies Partial<
  Record<Grain, PlaceholderKind>
>;
type Dated = keyof typeof KINDS;

/** The ISO week of a day, counted from the Thursday in it. */
function weekOf(local: Date): string {
  const thursday = new Date(local.getTime() + (3 - ((local.getUTCDay() + 6) % 7)) * DAY_MS);
  const week = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** What an application whose clock is `offset` hours ahead of UTC writes at that moment. */
function written(grain: Dated, time: number, offset: number): string {
  const local = new Date(time + offset * HOUR_MS);
  const iso = local.toISOString();
  if (grain === 'minute') return String(Math.floor(time / 60_000));
  if (grain === 'week') return weekOf(local);
  return { hour: `${iso.slice(0, 10)}:${iso.slice(11, 13)}`, day: iso.slice(0, 10), month: iso.slice(0, 7) }[grain];
}

const periodAt = (grain: Dated, time: number, offset: number, read = offset) => {
  const text = written(grain, time, offset);
  return { text, start: periodStart(KINDS[grain], text, read), seen: false };
};

const grains = fc.constantFrom<Dated>('minute', 'hour', 'day', 'week', 'month');
const times = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2039-12-31') });
const offsets = fc.integer({ min: -12, max: 14 });
const ruleAt = (now: number, utcOffset: number, more: Partial<AgeRule> = {}): AgeRule => ({
  now,
  utcOffset,
  marginMs: 0,
  olderThanMs: null,
  includeOpen: false,
  ...more,
});

describe('ageOf', () => {
  test('a period that holds the present moment is open in whatever offset', () => {
    fc.assert(
      fc.property(grains, times, offsets, (grain, now, offset) => {
        const period = periodAt(grain, now, offset);
        expect(ageOf(family(grain), period, ruleAt(now, offset))).toBe('open');
        expect(ageOf(family(grain), period, ruleAt(now, offset, { includeOpen: true }))).toBe('old');
      }),
    );
  });

  test('it is old from the very end of it on, and not a moment before', () => {
    fc.assert(
      fc.property(grains, times, offsets, (grain, time, offset) => {
        const period = periodAt(grain, time, offset);
        const end = periodEnd(period.start!, grain, offset)!;
        expect(end).toBeGreaterThan(time);
        expect(ageOf(family(grain), period, ruleAt(end, offset))).toBe('old');
        expect(ageOf(family(grain), period, ruleAt(end - 1, offset))).toBe('open');
      }),
    );
  });

  test('the newest periods that something needs are kept, whatever is asked', () => {
    fc.assert(
      fc.property(grains, times, offsets, fc.integer({ min: 1, max: 5 }), fc.boolean(), (grain, time, offset, periods, open) => {
        const period = periodAt(grain, time, offset);
        // The last moment at which this one is among the newest.
        const last = periodEnd(period.start!, grain, offset, periods - 1)! - 1;
        const kept = family(grain, { periods, reader: 'a quota' });
        for (const more of [{}, { olderThanMs: 1 }]) {
          const rule = ruleAt(last, offset, { includeOpen: open, ...more });
          expect(ageOf(kept, period, rule)).toBe('kept');
          expect(ageOf(kept, period, { ...rule, now: last + 2 })).toBe('old');
        }
      }),
    );
  });

  test('--older-than counts from the end of the period', () => {
    fc.assert(
      fc.property(grains, times, offsets, fc.integer({ min: 1, max: 400 * DAY_MS }), (grain, time, offset, olderThanMs) => {
        const period = periodAt(grain, time, offset);
        const due = periodEnd(period.start!, grain, offset)! + olderThanMs;
        for (const includeOpen of [true, false]) {
          expect(ageOf(family(grain), period, ruleAt(due, offset, { olderThanMs, includeOpen }))).toBe('old');
          expect(ageOf(family(grain), period, ruleAt(due - 1, offset, { olderThanMs, includeOpen }))).not.toBe('old');
        }
      }),
    );
  });

  test('with the margin of an offset that is not certain, nothing goes that is open in any offset', () => {
    const FURTHEST = -12;
    fc.assert(
      fc.property(grains, times, offsets, offsets, (grain, now, real, assumed) => {
        const marginMs = Math.max(0, assumed - FURTHEST) * HOUR_MS;
        // The names are those of the application; they are read in the offset that is assumed.
        const period = periodAt(grain, now, real, assumed);
        expect(ageOf(family(grain), period, ruleAt(now, assumed, { marginMs }))).not.toBe('old');
      }),
    );
  });

  test('what has no period, or none that can be read, is not old when its age matters', () => {
    const rule = ruleAt(BASE.getTime(), UTC_OFFSET, { olderThanMs: DAY_MS });
    expect(ageOf(family('none'), null, rule)).toBe('undated');
    expect(ageOf(family('total'), null, { ...rule, olderThanMs: null })).toBe('old');
    expect(ageOf(family('day'), { start: null }, { ...rule, olderThanMs: null })).toBe('undated');
    expect(ageOf(family('day'), null, { ...rule, olderThanMs: null, includeOpen: true })).toBe('undated');
  });
});
