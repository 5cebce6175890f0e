import { bookedRelay, LONG_TRAFFIC, type Traffic } from './booked-relay.js';
import { createCalendar, sameTimeOn, type Calendar } from './calendar.js';
import { commandsOf, type DemoCommand, type Entry } from './entry.js';
import { largeRelay } from './large-relay.js';
import { largeSize } from './large-size.js';
import { createTally, sizeOf, type KeyspaceSize, type Manifest, type Planted } from './manifest.js';
import { createRandom, type Random } from './random.js';
import { smallRelay } from './small-relay.js';

export interface RelayOptions {
  /** Exact number of keys, for measurements, without faults. Absent: a small relay. The sums of both are consistent. */
  keys?: number;
  /** With `keys`: an approximate number of keys, from random requests. */
  booked?: boolean;
  /** With `booked`: when requests came; default: as long as statistics last. Less makes fewer keys. */
  traffic?: Traffic;
  /** Days of traffic of a small relay; default: 40. */
  days?: number;
  seed: number;
  /** YYYY-MM-DD: the newest day in key names; default: the local day of `now`. */
  today?: string;
  /** The time of that day at which traffic ends, and from which TTLs count. */
  now: Date;
  /** Whole hours; default: `DEFAULT_UTC_OFFSET`. */
  utcOffset?: number;
  /** Minimum TTL in seconds of each key with a TTL, so that no key expires during a measurement. */
  minTtl?: number;
  /** Adds the faults that a report should find. */
  problems: boolean;
}

/** The relay's default UTC offset in whole hours. */
export const DEFAULT_UTC_OFFSET = 8;

const DAYS = 40;

/** The keys of a claude-relay-service; equal options give equal keys in the same order. Returns their manifest. */
export const relayEntries = (options: RelayOptions): Generator<Entry, Manifest> => tallied(entriesOf(options).entries, options);

/** The same keys with their number in advance. If it is unknown, all keys are generated first and kept in memory. */
export function sizedEntries(options: RelayOptions): { entries: Iterator<Entry, Manifest>; size: KeyspaceSize } {
  const { entries, size } = entriesOf(options);
  const finished = tallied(entries, options);
  if (size) return { entries: finished, size };
  const generated: Entry[] = [];
  for (;;) {
    const next = finished.next();
    if (next.done) return { entries: replay(generated, next.value), size: sizeOf(next.value) };
    generated.push(next.value);
  }
}

/** The keys, and their number if it is known. */
function entriesOf(options: RelayOptions): { entries: Iterator<Entry, Planted[]>; size: KeyspaceSize | null } {
  const { keys, booked, traffic = LONG_TRAFFIC, days = DAYS, problems } = options;
  const { random, calendar, end } = worldOf(options);
  if (keys === undefined) return { entries: smallRelay(random, calendar, { end, days }, problems), size: null };
  if (booked) return { entries: bookedRelay(random, calendar, end, { keys, traffic }), size: null };
  const large = largeSize(random, calendar, end, keys);
  return { entries: largeRelay(random, calendar, end, large), size: { keys, expiring: keys - large.staying } };
}

/** Counts the keys by family, and applies the minimum TTL. */
function* tallied(entries: Iterator<Entry, Planted[]>, { minTtl = 0 }: RelayOptions): Generator<Entry, Manifest> {
  const tally = createTally();
  for (;;) {
    const next = entries.next();
    if (next.done) return { families: tally.families(), planted: next.value };
    const entry = next.value;
    tally.add(entry);
    if (entry.ttl !== null) entry.ttl = Math.max(entry.ttl, minTtl * 1000);
    yield entry;
  }
}

function* replay<Item, Result>(items: Iterable<Item>, result: Result): Generator<Item, Result> {
  yield* items;
  return result;
}

function worldOf({ seed, now, today, utcOffset = DEFAULT_UTC_OFFSET }: RelayOptions): {
  random: Random;
  calendar: Calendar;
  end: number;
} {
  const calendar = createCalendar(utcOffset);
  return { random: createRandom(seed), calendar, end: sameTimeOn(today ?? calendar.date(now.getTime()), now, utcOffset) };
}

/** The commands that create these keys; equal options give equal bytes. */
export function* relayKeyspace(options: RelayOptions): Generator<DemoCommand, Manifest> {
  const entries = relayEntries(options);
  for (;;) {
    const next = entries.next();
    if (next.done) return next.value;
    yield* commandsOf(next.value);
  }
}
