import { createCalendar, sameTimeOn } from './calendar.js';
import { commandsOf, type DemoCommand, type Entry } from './entry.js';
import { largeRelay } from './large-relay.js';
import { createTally, type Manifest } from './manifest.js';
import { createRandom } from './random.js';
import { smallRelay } from './small-relay.js';

export interface RelayOptions {
  /** This many keys exactly, for measuring; their sums do not hold and nothing is planted. Absent: a small relay whose sums hold. */
  keys?: number;
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
  const { keys, seed, now, utcOffset = DEFAULT_UTC_OFFSET, minTtl = 0, problems } = options;
  const random = createRandom(seed);
  const calendar = createCalendar(utcOffset);
  const end = sameTimeOn(options.today ?? calendar.date(now.getTime()), now, utcOffset);
  const tally = createTally();
  const entries = keys === undefined ? smallRelay(random, calendar, end, problems) : largeRelay(random, calendar, end, keys);
  for (;;) {
    const next = entries.next();
    if (next.done) return { families: tally.families(), planted: next.value };
    const { ttl, ...entry } = next.value;
    tally.add(next.value);
    yield { ...entry, ttl: ttl === null ? null : Math.max(ttl, minTtl * 1000) };
  }
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
