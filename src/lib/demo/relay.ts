import { bookedRelay } from './booked-relay.js';
import { createCalendar, sameTimeOn, type Calendar } from './calendar.js';
import { commandsOf, type DemoCommand, type Entry } from './entry.js';
import { largeRelay, largeRelaySize } from './large-relay.js';
import { createTally, sizeOf, type KeyspaceSize, type Manifest } from './manifest.js';
import { createRandom, type Random } from './random.js';
import { smallRelay } from './small-relay.js';

export interface RelayOptions {
  /** This many keys exactly, for measuring; nothing is planted. Absent: a small relay. The sums of both hold. */
  keys?: number;
  /** With `keys`: about as many keys, of requests that come by chance. */
  booked?: boolean;
  seed: number;
  /** YYYY-MM-DD: the newest day in key names; the local day of `now` unless given. */
  today?: string;
  /** Gives the time of that day up to which there was traffic, and from which lives are counted. */
  now: Date;
  /** Whole hours; `DEFAULT_UTC_OFFSET` unless given. */
  utcOffset?: number;
  /** Seconds that each key that expires lives at least, so that nothing leaves while it is measured. */
  minTtl?: number;
  /** Plants the faults that a report should find. */
  problems: boolean;
}

/** The relay's own whole-hour offset from UTC, as the application has it unless set up otherwise. */
export const DEFAULT_UTC_OFFSET = 8;

/** The keys of a claude-relay-service; the same options give the same keys in the same order. Returns what they are. */
export function* relayEntries(options: RelayOptions): Generator<Entry, Manifest> {
  const { keys, minTtl = 0, problems } = options;
  const { random, calendar, end } = worldOf(options);
  const tally = createTally();
  const large = options.booked ? bookedRelay : largeRelay;
  const entries = keys === undefined ? smallRelay(random, calendar, end, problems) : large(random, calendar, end, keys);
  for (;;) {
    const next = entries.next();
    if (next.done) return { families: tally.families(), planted: next.value };
    const { ttl, ...entry } = next.value;
    tally.add(next.value);
    yield { ...entry, ttl: ttl === null ? null : Math.max(ttl, minTtl * 1000) };
  }
}

/** The same keys with their number beforehand. A small relay is kept whole for that, a large one only reckoned up. */
export function sizedEntries(options: RelayOptions): { entries: Iterator<Entry, Manifest>; size: KeyspaceSize } {
  const entries = relayEntries(options);
  if (options.keys !== undefined) {
    const { random, calendar, end } = worldOf(options);
    return { entries, size: largeRelaySize(random, calendar, end, options.keys) };
  }
  const held: Entry[] = [];
  for (;;) {
    const next = entries.next();
    if (next.done) return { entries: replay(held, next.value), size: sizeOf(next.value) };
    held.push(next.value);
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

/** The commands that make these keys; the same options give the same bytes. */
export function* relayKeyspace(options: RelayOptions): Generator<DemoCommand, Manifest> {
  const entries = relayEntries(options);
  for (;;) {
    const next = entries.next();
    if (next.done) return next.value;
    yield* commandsOf(next.value);
  }
}
