import { bookedRelay } from './booked-relay.js';
import { createCalendar, sameTimeOn, type Calendar } from './calendar.js';
import { commandsOf, type DemoCommand, type Entry } from './entry.js';
import { largeRelay } from './large-relay.js';
import { largeSize } from './large-size.js';
import { createTally, sizeOf, type KeyspaceSize, type Manifest, type Planted } from './manifest.js';
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
export const relayEntries = (options: RelayOptions): Generator<Entry, Manifest> => tallied(entriesOf(options).entries, options);

/** The same keys with their number beforehand. A relay whose number is not known is kept whole for that. */
export function sizedEntries(options: RelayOptions): { entries: Iterator<Entry, Manifest>; size: KeyspaceSize } {
  const { entries, size } = entriesOf(options);
  const finished = tallied(entries, options);
  if (size) return { entries: finished, size };
  const held: Entry[] = [];
  for (;;) {
    const next = finished.next();
    if (next.done) return { entries: replay(held, next.value), size: sizeOf(next.value) };
    held.push(next.value);
  }
}

/** The keys, and how many they are where that is known. */
function entriesOf(options: RelayOptions): { entries: Iterator<Entry, Planted[]>; size: KeyspaceSize | null } {
  const { keys, booked, problems } = options;
  const { random, calendar, end } = worldOf(options);
  if (keys === undefined) return { entries: smallRelay(random, calendar, end, problems), size: null };
  if (booked) return { entries: bookedRelay(random, calendar, end, keys), size: null };
  const large = largeSize(random, calendar, end, keys);
  return { entries: largeRelay(random, calendar, end, large), size: { keys, expiring: keys - large.staying } };
}

/** Counts the keys by their families, and lets none leave too early. */
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

/** The commands that make these keys; the same options give the same bytes. */
export function* relayKeyspace(options: RelayOptions): Generator<DemoCommand, Manifest> {
  const entries = relayEntries(options);
  for (;;) {
    const next = entries.next();
    if (next.done) return next.value;
    yield* commandsOf(next.value);
  }
}
