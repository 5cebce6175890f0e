/** What a list of request times becomes as the counter of a fixed window. Times in ms, by the server's clock. */
import { CLOCKS_DIFFER_MS, parseListTime } from '../../audit/limiters/times.js';

/**
 * When the requests count as made. `newest`: all of them when the newest was, so that never more than the limit passes in any window.
 * `oldest`: all when the oldest was, so that nobody is denied longer than by the list. `replay`: each when it was made, so that the
 * counter is what it would be if it had counted them itself.
 */
export const SEEDS = ['newest', 'oldest', 'replay'] as const;

export type Seed = (typeof SEEDS)[number];

export interface SeedOptions {
  now: number;
  /** How far the application's time is ahead of UTC. */
  offsetMs: number;
  windowMs: number;
  seed: Seed;
}

export type Seeded =
  | { kind: 'counter'; requests: number; ttlMs: number }
  /** No request is within the window. */
  | { kind: 'outside' }
  /** A request is later than now: the offset is another one, or another release wrote the list. */
  | { kind: 'ahead' }
  | { kind: 'unreadable' };

/** `entries`: the newest first. Only those within a window that is not over count, whatever the length is. */
export function seedOf(entries: readonly string[], { now, offsetMs, windowMs, seed }: SeedOptions): Seeded {
  const ages: number[] = [];
  for (const entry of entries) {
    const time = parseListTime(entry);
    if (time === null) return { kind: 'unreadable' };
    const age = now - (time - offsetMs);
    if (age < -CLOCKS_DIFFER_MS) return { kind: 'ahead' };
    ages.push(Math.max(0, age));
  }
  const window = seed === 'replay' ? replayed(ages, windowMs) : together(ages, windowMs, seed);
  return window === null
    ? { kind: 'outside' }
    : { kind: 'counter', requests: window.requests, ttlMs: Math.max(1, Math.ceil(windowMs - window.age)) };
}

/** A window that began so long ago; `null`: it is over. */
type Window = { requests: number; age: number } | null;

function together(ages: readonly number[], windowMs: number, seed: 'newest' | 'oldest'): Window {
  const inside = ages.filter((age) => age < windowMs);
  if (inside.length === 0) return null;
  const age = inside.reduce((one, other) => (seed === 'newest' ? Math.min(one, other) : Math.max(one, other)));
  return { requests: inside.length, age };
}

/** The first request after the end of a window begins the next one. */
function replayed(ages: readonly number[], windowMs: number): Window {
  let window: Window = null;
  for (const age of ages.toSorted((one, other) => other - one)) {
    if (window === null || window.age - age >= windowMs) window = { requests: 0, age };
    window.requests++;
  }
  return window !== null && window.age < windowMs ? window : null;
}
