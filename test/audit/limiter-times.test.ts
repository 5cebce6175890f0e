/** Times in the lists of limiters, and the time zone that they show. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortfallOf } from '../../src/lib/audit/limiters/rules.js';
import { NO_SETTINGS, settingOf } from '../../src/lib/audit/limiters/settings.js';
import { localOffset, parseListTime, wasExtended, type ListTimes } from '../../src/lib/audit/limiters/times.js';
import { BASE, HOUR_MS } from '../support/clock.js';
import { seededRandom } from '../support/random.js';

test('a time is read as the application reads it', () => {
  expect(parseListTime('1970-01-01T00:00:01.500Z')).toBe(1500);
  for (const text of [
    '',
    'yesterday',
    '2026-11-20',
    '2026-13-20T00:00:00.000Z',
    '2026-11-20T00:00:00+08:00',
    '2026-11-20T00:00:00.000Zx',
  ])
    expect([text, parseListTime(text)]).toEqual([text, null]);
});

/** Zones have whole quarters of an hour. */
const zones = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 900_000);

test('the zone is found if one list in four was written by its last request, whatever the others are', () => {
  fc.assert(
    fc.property(
      zones,
      fc.array(fc.record({ age: fc.integer({ min: 0, max: 600_000 }), late: fc.integer({ min: 0, max: 1_500 }) }), {
        minLength: 5,
        maxLength: 40,
      }),
      fc.array(fc.integer({ min: 4_000, max: 800_000 }), { maxLength: 15 }),
      (offset, written, denied) => {
        const now = BASE.getTime();
        const lists: ListTimes[] = [
          ...written.map(({ age, late }) => ({ newest: now - age + offset, setAt: now - age + late })),
          // Denied so long after the newest entry, less than a quarter of an hour.
          ...denied.map((after) => ({ newest: now - after + offset, setAt: now })),
        ];
        expect(localOffset(lists)).toBe(offset);
        expect(lists.filter((list) => wasExtended(list, offset))).toHaveLength(denied.length);
      },
    ),
  );
});

test('without a list that its last request wrote, the zone is unknown', () => {
  const now = BASE.getTime();
  expect(localOffset([])).toBeNull();
  expect(localOffset([{ newest: now + 8 * HOUR_MS - 60_000, setAt: now }])).toBeNull();
});

test('the size of a limit is what is stated, else what a variable says, else the usual one', () => {
  const rule = { name: 'GA', title: 'calls', capacity: 360, window: 180, env: { capacity: 'LIMIT', window: 'SECONDS' } };
  const stated = [{ name: 'GA', capacity: 5, window: null }];
  expect(settingOf(rule, NO_SETTINGS)).toEqual({ capacity: 360, window: 180, from: 'default', certain: false });
  expect(settingOf(rule, { stated: [], env: {} })).toMatchObject({ capacity: 360, from: 'default', certain: true });
  expect(settingOf(rule, { stated: [], env: { LIMIT: '20', SECONDS: 'soon' } })).toMatchObject({
    capacity: 20,
    window: 180,
    from: 'variables',
  });
  expect(settingOf(rule, { stated, env: { LIMIT: '20' } })).toMatchObject({ capacity: 5, window: 180, from: 'stated' });
  expect(settingOf({ name: 'x', title: 'x', fixed: true, capacity: 2 }, NO_SETTINGS)).toMatchObject({ certain: true });
  expect(settingOf({ name: 'x', title: 'x' }, NO_SETTINGS)).toMatchObject({ capacity: null, from: null });
});

test('what four shards of a limit deny early is what a simulation denies', () => {
  const random = seededRandom(7);
  for (const limit of [100, 360, 2000]) {
    const rounds = 400;
    let passed = 0;
    for (let round = 0; round < rounds; round++) {
      const shards = [0, 0, 0, 0];
      for (;;) {
        const at = Math.floor(random() * 4);
        if (shards[at]! >= limit / 4) break;
        shards[at]! += 1;
        passed += 1;
      }
    }
    expect(Math.abs(1 - passed / rounds / limit - shortfallOf(limit))).toBeLessThan(0.03);
  }
});
