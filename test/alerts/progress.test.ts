/** Each threshold is reported once, and again only after it was left. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { progressed, type Progress, type Standings } from '../../src/lib/alerts/progress.js';
import { parseThresholds, thresholdAt, USUAL_THRESHOLDS } from '../../src/lib/alerts/thresholds.js';
import { whole } from '../../src/lib/format/decimal.js';
import { watchedLimit, type Figures } from './support/watched.js';

const look = { complete: true, unreadable: new Set<string>(), margin: 2 };

/** Looks at one limit again and again. */
function watched(history: readonly (Figures | null)[]): Progress[] {
  let before: Standings = new Map();
  return history.map((figures, at) => {
    const progress = progressed(before, figures ? [watchedLimit('one', figures)] : [], { ...look, at: `look ${at}` });
    before = progress.standings;
    return progress;
  });
}

const today = (used: number | null, allowed = 100): Figures => ({ used, allowed, since: 'today' });

const told = (history: readonly (Figures | null)[]): string[][] =>
  watched(history).map(({ events }) =>
    events.map(({ type, level, still, why }) => [type, level, ...[still, why].filter((each) => each !== null)].join(' ')),
  );

describe('a threshold', () => {
  test.each<[string, (Figures | null)[], string[][]]>([
    ['is reported once', [today(79), today(80), today(94), today(80)], [[], ['reached info'], [], []]],
    ['is reported alone if several are reached at once', [today(100), today(120)], [['reached critical'], []]],
    ['is not left within the margin', [today(80), today(78), today(80)], [['reached info'], [], []]],
    [
      'is left below the margin',
      [today(80), today(77), today(80)],
      [['reached info'], ['recovered info below'], ['reached info']],
    ],
    [
      'gives way to a lower one that still holds',
      [today(101), today(90)],
      [['reached critical'], ['recovered critical info below']],
    ],
    ['is left when more is allowed', [today(100), today(100, 200)], [['reached critical'], ['recovered critical below']]],
    [
      'is left when a new period begins',
      [today(100), { used: 0, allowed: 100, since: 'tomorrow' }],
      [['reached critical'], ['recovered critical period']],
    ],
    [
      'is reported again in a new period',
      [today(100), { used: 96, allowed: 100, since: 'tomorrow' }],
      [['reached critical'], ['reached warning']],
    ],
    ['is left when the limit is gone', [today(100), null, null], [['reached critical'], ['recovered critical gone'], []]],
    ['stays as it is while nothing is known', [today(100), today(null), today(100)], [['reached critical'], [], []]],
  ])('%s', (_, history, events) => {
    expect(told(history)).toEqual(events);
  });

  test('of what could not be read is not left', () => {
    const { standings, alerts } = watched([today(100)])[0]!;
    for (const blind of [{ complete: false }, { unreadable: new Set(standings.keys()) }]) {
      const next = progressed(standings, [], { ...look, ...blind, at: 'later' });
      expect(next).toEqual({ standings, alerts, events: [] });
    }
  });
});

const figures = fc.record<Figures>({
  used: fc.option(fc.integer({ min: 0, max: 130 }), { freq: 10 }),
  allowed: fc.constantFrom(100, 60),
  since: fc.constantFrom('today', 'tomorrow'),
});

test('whatever happens, levels rise and recover by turns, and a figure that only grows is reported at most once a threshold', () => {
  fc.assert(
    fc.property(fc.array(fc.option(figures, { freq: 8 }), { maxLength: 30 }), (history) => {
      const looks = watched(history);
      const events = looks.flatMap((each) => each.events);
      let standing: string | null = null;
      for (const { type, level, still, since } of events) {
        if (type === 'recovered') expect(standing).not.toBeNull();
        if (type === 'recovered') expect(standing!.split(' ')[0]).toBe(level);
        if (type === 'reached') expect(standing).not.toBe(`${level} ${since}`);
        standing = type === 'reached' ? `${level} ${since}` : still === null ? null : `${still} ${since}`;
      }
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      // What holds at the end is what was reported last.
      expect(looks.at(-1)?.alerts.map(({ level }) => level) ?? []).toEqual(standing === null ? [] : [standing.split(' ')[0]]);
      const growing = history.flatMap((each) => each?.used ?? []).toSorted((a, b) => a - b);
      const levels = told(growing.map((used) => today(used))).flat();
      expect(levels).toEqual([...new Set(levels)]);
      expect(levels.every((each) => each.startsWith('reached'))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('thresholds are exact', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n }), fc.bigInt({ min: 1n, max: 2n ** 62n }), (used, allowed) => {
      const found = thresholdAt(USUAL_THRESHOLDS, { used: whole(used), allowed: whole(allowed) });
      const expected = [100n, 95n, 80n].find((percent) => used * 100n >= allowed * percent);
      expect(found?.percent).toBe(expected === undefined ? undefined : Number(expected));
    }),
  );
});

test.each([
  ['80,95,100', '80:info 95:warning 100:critical'],
  ['90', '90:critical'],
  ['100, 50 %', '50:warning 100:critical'],
  ['10,20,30,40', '10:info 20:info 30:warning 40:critical'],
  ['50:critical,99.5:info', '50:critical 99.5:info'],
  ['150', '150:critical'],
])('--at %s', (text, expected) => {
  expect(
    parseThresholds(text)!
      .map(({ percent, level }) => `${percent}:${level}`)
      .join(' '),
  ).toBe(expected);
});

test.each(['', '0', '-1', '80,80', 'eighty', '80:urgent', '80;90', '1.234', '100000000'])('--at %j is refused', (text) => {
  expect(parseThresholds(text)).toBeNull();
});
