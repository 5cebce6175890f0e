/**
 * What each seeding gives up: a limit of 100 in a minute, 200 draws of six times as many requests as allowed, and a change from the
 * list to a counter. docs/migrate.md has these figures.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedOf, type Seed } from '../../../src/lib/change/migrate/limiter-seed.js';
import { seededRandom } from '../../support/random.js';

const LIMIT = 100;
const WINDOW = 60_000;
const DRAWS = 200;
const BEFORE = 3 * WINDOW;
const AFTER = 2 * WINDOW;

const entry = (time: number): string => new Date(time).toISOString();
const seeded = (times: readonly number[], now: number, seed: Seed) =>
  seedOf(
    times
      .slice(-LIMIT)
      .toReversed()
      .map((time) => entry(time)),
    { now, offsetMs: 0, windowMs: WINDOW, seed },
  );

interface Outcome {
  /** Most requests in a window around the change. */
  most: number;
  denied: number;
  /** Denied although the list would let them through. */
  wrongly: number;
}

/** Times are whole ms, as lists have them. */
function draw(random: () => number, seed: Seed | null): Outcome {
  const change = BEFORE + Math.floor(random() * WINDOW);
  const passed: number[] = [];
  const isFree = (now: number): boolean => passed.length < LIMIT || passed.at(-LIMIT)! <= now - WINDOW;
  let counter = { requests: 0, ends: 0 };
  let isChanged = false;
  let [denied, wrongly] = [0, 0];
  for (let time = 0; time < change + AFTER;) {
    time += Math.ceil((-Math.log(1 - random()) * WINDOW) / (6 * LIMIT));
    if (time >= change && !isChanged) {
      isChanged = true;
      const state = seed === null ? { kind: 'none' as const } : seeded(passed, change, seed);
      if (state.kind === 'counter') counter = { requests: state.requests, ends: change + state.ttlMs };
    }
    if (!isChanged) {
      if (isFree(time)) passed.push(time);
      continue;
    }
    if (time >= counter.ends) counter = { requests: 0, ends: time + WINDOW };
    if (counter.requests < LIMIT) {
      counter.requests++;
      passed.push(time);
    } else {
      denied++;
      if (isFree(time)) wrongly++;
    }
  }
  let most = 0;
  for (const [at, time] of passed.entries()) {
    if (time <= change - WINDOW || time > change) continue;
    const within = passed.findIndex((other) => other >= time + WINDOW);
    most = Math.max(most, (within < 0 ? passed.length : within) - at);
  }
  return { most, denied, wrongly };
}

function simulated(seed: Seed | null) {
  const random = seededRandom(1);
  const draws = Array.from({ length: DRAWS }, () => draw(random, seed));
  const sum = (of: (one: Outcome) => number): number => Math.round(draws.reduce((all, one) => all + of(one), 0) / DRAWS);
  const mosts = draws.map(({ most }) => most).toSorted((a, b) => a - b);
  return { median: mosts[DRAWS / 2], most: mosts.at(-1), denied: sum((one) => one.denied), wrongly: sum((one) => one.wrongly) };
}

test('figures of a simulation', () => {
  expect(simulated(null)).toEqual({ median: 200, most: 200, denied: 997, wrongly: 0 });
  expect(simulated('newest')).toEqual({ median: 100, most: 100, denied: 1022, wrongly: 184 });
  expect(simulated('oldest')).toEqual({ median: 126, most: 195, denied: 998, wrongly: 0 });
  expect(simulated('replay')).toEqual({ median: 126, most: 197, denied: 998, wrongly: 0 });
});

/** A counter as the application keeps it. */
function counted(times: readonly number[], now: number): { requests: number; ttlMs: number } | null {
  let window: { from: number; requests: number } | null = null;
  for (const time of times) {
    if (window === null || time >= window.from + WINDOW) window = { from: time, requests: 0 };
    window.requests++;
  }
  if (window === null || now >= window.from + WINDOW) return null;
  return { requests: window.requests, ttlMs: window.from + WINDOW - now };
}

const ages = fc.array(fc.integer({ min: 0, max: 4 * WINDOW }), { maxLength: LIMIT });

test('a replay is what a counter holds that has counted the requests itself', () => {
  const now = Date.parse('2026-11-21T00:00:00Z');
  fc.assert(
    fc.property(ages, (own) => {
      const times = own.map((age) => now - age).toSorted((a, b) => a - b);
      const state = seeded(times, now, 'replay');
      const { kind, ...found } = state;
      expect(kind === 'counter' ? found : null).toEqual(counted(times, now));
    }),
  );
});

test('newest ends last and oldest first, with the same requests', () => {
  const now = Date.parse('2026-11-21T00:00:00Z');
  fc.assert(
    fc.property(ages, (own) => {
      const times = own.map((age) => now - age).toSorted((a, b) => a - b);
      const [newest, oldest, replay] = (['newest', 'oldest', 'replay'] as const).map((seed) => seeded(times, now, seed));
      expect(newest!.kind).toBe(oldest!.kind);
      if (newest!.kind !== 'counter' || oldest!.kind !== 'counter') return;
      expect(newest!.requests).toBe(times.filter((time) => now - time < WINDOW).length);
      expect(oldest!.requests).toBe(newest!.requests);
      expect(oldest!.ttlMs).toBeLessThanOrEqual(newest!.ttlMs);
      // A window of a replay may have begun before the newest entries, so that it holds fewer.
      if (replay!.kind === 'counter') expect(replay!.requests).toBeLessThanOrEqual(newest!.requests);
    }),
  );
});
