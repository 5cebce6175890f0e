/** What a forecast does with families of each kind, with limits, and with too little data. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastOf, type FamilyPoint } from '../../src/lib/growth/family.js';
import { growthFrom, type Source } from '../../src/lib/growth/growth.js';
import type { HistoryRecord, RecordFamily } from '../../src/lib/growth/history/record.js';
import { MeterError } from '../../src/lib/format/errors.js';
import { slopeOf, weeklySlopeOf } from '../../src/lib/growth/theil-sen.js';

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2026, 10, 1);

const recordAt = (day: number, families: RecordFamily[], own: Partial<HistoryRecord> = {}): HistoryRecord => ({
  schemaVersion: 1,
  kind: 'audit',
  at: new Date(FIRST + day * DAY_MS).toISOString(),
  of: 'localhost:6379/0',
  applications: [],
  utcOffset: 0,
  sizes: 'server',
  keys: families.reduce((sum, { keys }) => sum + keys, 0),
  bytes: families.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
  usedMemory: 1e6 + families.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
  maxmemory: 0,
  policy: null,
  tables: 0,
  commands: null,
  uptimeSeconds: null,
  families,
  ...own,
});

/** Daily keys of so many a day, with a TTL, of a relay of that age. */
const daily = (age: number, perDay: number, ttlDays: number): RecordFamily => ({
  id: 'usage.daily',
  keys: perDay * Math.min(age + 1, ttlDays),
  bytes: 300 * perDay * Math.min(age + 1, ttlDays),
  expires: true,
  ttl: ttlDays * 86_400,
  written: { per: 'day', newest: '2026-11-01', keys: Array(Math.min(age, ttlDays - 1, 14)).fill(perDay) as number[] },
});

const at = (row: RecordFamily): FamilyPoint[] => [{ x: 0, row }];
const history = (records: HistoryRecord[]): Source => ({ records, from: 'history', file: null, skipped: 0 });
const ASKED = { days: [7, 30, 90], commandsPerKey: 0 };

describe('keys with a period and a TTL', () => {
  test('rise to what is written in one TTL, and stay', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 3, max: 60 }),
        fc.integer({ min: 1, max: 120 }),
        (perDay, ttl, age) => {
          const { keys, level, levelInDays, kind } = forecastOf(at(daily(age, perDay, ttl)));
          expect(kind).toBe('periods');
          expect(level).toBeCloseTo(perDay * ttl);
          for (const days of [1, 7, 30, 90, 365]) {
            const { value } = keys(days);
            expect(Math.abs(value - perDay * Math.min(age + 1 + days, ttl))).toBeLessThanOrEqual(2 * perDay);
          }
          expect(keys(200).value).toBeCloseTo(keys(365).value);
          expect(levelInDays!).toBeLessThanOrEqual(ttl);
        },
      ),
    );
  });

  test('leave as they came where nothing is written any more', () => {
    const silent = { ...daily(60, 10, 32), written: { per: 'day' as const, newest: '2026-11-01', keys: [0, 0, 0, 0, 0, 0, 0] } };
    const { keys } = forecastOf(at({ ...silent, keys: 250 }));
    expect(keys(7).value).toBeLessThan(250);
    expect(keys(40).value).toBe(0);
  });
});

test.each([400, 1e5, 1e10])('a level that a TTL of %d days makes is beyond the horizon', (ttlDays) => {
  const { levelInDays, level } = forecastOf(at({ ...daily(20, 10, 400), ttl: ttlDays * 86_400 }));
  expect(level).toBeCloseTo(10 * ttlDays);
  expect(levelInDays).toBe(ttlDays);
});

test('keys with a TTL and without a period rise for one TTL at most', () => {
  const points = Array.from({ length: 10 }, (_, day): FamilyPoint => ({
    x: day - 9,
    row: { id: 'lists', keys: 100 + 10 * day, bytes: 1_000 * (100 + 10 * day), expires: true, ttl: 5 * 86_400 },
  }));
  const { keys, bytes, kind } = forecastOf(points);
  expect(kind).toBe('expiring');
  expect(keys(30).value).toBe(190 + 50);
  expect(keys(365).value).toBe(keys(5).value);
  expect(keys(365).low).toBeLessThanOrEqual(190);
  expect(bytes!(365).value).toBe(240_000);
});

test('permanent keys grow for ever, and one audit alone does not show how', () => {
  const points = Array.from({ length: 10 }, (_, day): FamilyPoint => ({ x: day - 9, row: { id: 'total', keys: 100 + 3 * day } }));
  const { keys, bytes, isKnown } = forecastOf(points);
  expect([keys(10).value, keys(100).value, isKnown, bytes]).toEqual([157, 427, true, null]);
  expect(forecastOf(points.slice(-1))).toMatchObject({ kind: 'permanent', isKnown: false, perDay: null });
});

test('every forecast is in order, whatever the records are', () => {
  const family = fc.record(
    {
      id: fc.constantFrom('a', 'b', '__proto__', 'constructor'),
      keys: fc.nat(1e6),
      bytes: fc.nat(1e9),
      half: fc.nat(1e6),
      expires: fc.boolean(),
      ttl: fc.nat(1e8),
      written: fc.record({
        per: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
        newest: fc.constantFrom('2026-10-31', '2026-09-01', '1970-01-01'),
        keys: fc.array(fc.nat(1e5), { maxLength: 14 }),
      }),
    },
    { requiredKeys: ['id', 'keys'] },
  );
  const records = fc
    .array(
      fc.tuple(fc.double({ min: 0, max: 400, noNaN: true }), fc.uniqueArray(family, { selector: ({ id }) => id, maxLength: 4 })),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((all) => all.toSorted(([a], [b]) => a - b).map(([day, families]) => recordAt(day, families, { maxmemory: 5e8 })));
  fc.assert(
    fc.property(records, (given) => {
      const { forecasts, families, maxmemory } = growthFrom({ ...history(given), from: 'audit' }, ASKED);
      const ranges = [
        ...forecasts.flatMap(({ keys, bytes, usedMemory }) => [keys, bytes, usedMemory]),
        ...families.flatMap(({ keysThen, bytesThen }) => [keysThen, bytesThen]),
      ];
      for (const range of ranges) {
        if (range === null) continue;
        expect(Object.values(range).every(Number.isFinite)).toBe(true);
        expect(range.low).toBeGreaterThanOrEqual(0);
        expect(range.low).toBeLessThanOrEqual(range.value);
        expect(range.value).toBeLessThanOrEqual(range.high);
      }
      const { reached } = maxmemory;
      if (reached.kind === 'between' && reached.to !== null)
        expect(Date.parse(reached.from)).toBeLessThanOrEqual(Date.parse(reached.to));
    }),
    { numRuns: 150 },
  );
});

describe('maxmemory', () => {
  const growing = (maxmemory: number): HistoryRecord[] =>
    Array.from({ length: 20 }, (_, day) => recordAt(day, [{ id: 'stream', keys: 1, bytes: 1e6 + day * 1e5 }], { maxmemory }));

  test('is reached between two dates', () => {
    const { maxmemory } = growthFrom(history(growing(1e7)), ASKED);
    // 3.9 MB at the last audit, and 0.1 MB a day.
    expect(maxmemory.reached).toEqual({
      kind: 'between',
      from: new Date(FIRST + (19 + 61) * DAY_MS).toISOString(),
      to: new Date(FIRST + (19 + 61) * DAY_MS).toISOString(),
    });
  });

  test('is reached, has no limit, or is too far away', () => {
    expect(growthFrom(history(growing(1e6)), ASKED).maxmemory.reached).toEqual({ kind: 'now' });
    expect(growthFrom(history(growing(0)), ASKED).maxmemory.reached).toEqual({ kind: 'no-limit' });
    expect(growthFrom(history(growing(1e12)), ASKED).maxmemory.reached).toMatchObject({ kind: 'not-before' });
  });

  test('is never reached by what stays', () => {
    const steady = Array.from({ length: 5 }, (_, day) => recordAt(day, [daily(60, 100, 32)], { maxmemory: 1e8 }));
    expect(growthFrom(history(steady), ASKED).maxmemory.reached).toEqual({ kind: 'never' });
  });
});

test.each([
  [2, 1],
  [2, 9],
  [5, 0.1],
])('%d audits %d days apart show no trend', (audits, days) => {
  const records = Array.from({ length: audits }, (_, index) => recordAt(index * days, [daily(60, 10, 32)]));
  let refusal: unknown;
  try {
    growthFrom({ ...history(records), file: 'my relay.jsonl' }, ASKED);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(MeterError);
  expect(refusal).toMatchObject({ exitCode: 2 });
  expect((refusal as MeterError).message).toMatch(new RegExp(`^A trend needs .* ${audits} audits over .*\\.$`));
  expect((refusal as MeterError).suggestions.join('')).toMatch(/: meter growth --newest 'my relay\.jsonl'$/);
});

describe('Theil–Sen', () => {
  test('finds the slope of a line, and one odd point does not move it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: -900, max: 900 }),
        fc.integer({ min: 5, max: 40 }),
        fc.nat(),
        (slope, start, n, odd) => {
          const places = Array.from({ length: n }, (_, x) => ({ x, y: start + slope * x }));
          expect(slopeOf(places)).toMatchObject({ value: slope, low: slope, high: slope });
          places[odd % n]!.y += 1e6;
          expect(slopeOf(places)!.value).toBeCloseTo(slope);
        },
      ),
    );
  });

  test('sees no trend in a weekly cycle', () => {
    const cycle = [5, 5, 5, 5, 5, 1, 1];
    const places = Array.from({ length: 14 }, (_, x) => ({ x, y: cycle[x % 7]! }));
    expect(weeklySlopeOf(places)).toEqual({ value: 0, low: 0, high: 0 });
    expect(weeklySlopeOf(places.slice(0, 7))).toBeNull();
  });
});

describe('two applications with a family of one id', () => {
  const both = (day: number, one: number, other: number): HistoryRecord =>
    recordAt(day, [
      { id: 'session', profile: 'litellm', keys: one, bytes: 100 * one },
      { id: 'session', profile: 'sub2api', keys: other, bytes: 100 * other },
    ]);
  const perDay = (records: HistoryRecord[]): (readonly [string | null, number])[] =>
    growthFrom(history(records), ASKED).families.map(({ profile, perDay: rate }) => [profile, Math.round(rate?.value ?? 0)]);

  test('are told apart', () => {
    expect(perDay([0, 1, 2, 3].map((day) => both(day, 100 + 10 * day, 5000)))).toEqual([
      ['litellm', 10],
      ['sub2api', 0],
    ]);
  });

  test('of which older records name none count only where one application has the id', () => {
    const old = (day: number, keys: number): HistoryRecord => recordAt(day, [{ id: 'session', keys, bytes: 100 * keys }]);
    const named = (day: number, keys: number): HistoryRecord =>
      recordAt(day, [{ id: 'session', profile: 'litellm', keys, bytes: 100 * keys }]);
    expect(perDay([old(0, 100), old(1, 110), old(2, 120), named(3, 130)])).toEqual([['litellm', 10]]);
    expect(perDay([old(0, 9000), old(1, 110), both(2, 120, 40), both(3, 130, 40), both(4, 140, 40)])).toEqual([
      ['litellm', 10],
      ['sub2api', 0],
    ]);
  });
});
