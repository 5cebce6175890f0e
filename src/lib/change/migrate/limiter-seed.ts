/** What a list of request times becomes as the counter of a fixed window. Times in ms, by the server's clock. */
import { CLOCKS_DIFFER_MS, parseListTime } from '../../audit/limiters/times.js';

/**
 * Which request decides when the counter ends: the newest, so that never more than the limit passes in any window, or the oldest, so
 * that nobody is denied longer than by the list.
 */
export const SEEDS = ['newest', 'oldest'] as const;

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

/** `entries`: the newest first. Only those within the window count, whatever the length is. */
export function seedOf(entries: readonly string[], { now, offsetMs, windowMs, seed }: SeedOptions): Seeded {
  const ages: number[] = [];
  for (const entry of entries) {
    const time = parseListTime(entry);
    if (time === null) return { kind: 'unreadable' };
    const age = now - (time - offsetMs);
    if (age < -CLOCKS_DIFFER_MS) return { kind: 'ahead' };
    ages.push(Math.max(0, age));
  }
  const inside = ages.filter((age) => age < windowMs);
  if (inside.length === 0) return { kind: 'outside' };
  const deciding = inside.reduce((one, other) => (seed === 'newest' ? Math.min(one, other) : Math.max(one, other)));
  return { kind: 'counter', requests: inside.length, ttlMs: Math.max(1, Math.ceil(windowMs - deciding)) };
}
