import { createCalendar, sameTimeOn } from './calendar.js';
import { commandsOf, type DemoCommand } from './entry.js';
import { largeRelay } from './large-relay.js';
import { createTally, type Manifest } from './manifest.js';
import { createRandom } from './random.js';
import { smallRelay } from './small-relay.js';

export interface RelayOptions {
  /** This many keys exactly, for measuring; their sums do not hold and nothing is planted. Absent: a small relay whose sums hold. */
  keys?: number;
  seed: number;
  /** YYYY-MM-DD: the newest day in key names. */
  today: string;
  /** Gives the time of that day up to which there was traffic, and from which lives are counted. */
  now: Date;
  /** Whole hours; 8, as the application has it, unless given. */
  utcOffset?: number;
  /** Seconds that each key that expires lives at least, so that nothing leaves while it is measured. */
  minTtl?: number;
  /** Plants the faults that a report should find. */
  problems: boolean;
}

/** The commands that make the keyspace of a claude-relay-service; the same options give the same bytes. Returns what they make. */
export function* relayKeyspace(options: RelayOptions): Generator<DemoCommand, Manifest> {
  const { keys, seed, today, now, utcOffset = 8, minTtl = 0, problems } = options;
  const random = createRandom(seed);
  const calendar = createCalendar(utcOffset);
  const end = sameTimeOn(today, now, utcOffset);
  const tally = createTally();
  const entries = keys === undefined ? smallRelay(random, calendar, end, problems) : largeRelay(random, calendar, end, keys);
  for (;;) {
    const next = entries.next();
    if (next.done) return { families: tally.families(), planted: next.value };
    tally.add(next.value);
    yield* commandsOf(next.value, minTtl);
  }
}
