import type { Write } from '../../../operations.js';

/** Where a write differs from what its family says; see `Write`. */
type Details = Omit<Write, 'command' | 'family' | 'count'>;

export const send = (command: string, family: string | null, count = 1, details: Details = {}): Write => ({
  command,
  family,
  count,
  ...details,
});

interface Counters extends Details {
  /** Fields that are neither of the groups below. */
  own: number;
  /** Release since which the two fields of 5-minute and 1-hour cache tokens are counted; `null`: they never are. */
  ephemeralSince: string | null;
}

/** One HINCRBY for each field of a counter, zero or not: the fields of cache creation and reading, and where kept of both lives. */
export const count = (family: string, { own, ephemeralSince, ...details }: Counters): Write[] => [
  send('HINCRBY', family, own, details),
  send('HINCRBY', family, 2, { ...details, fieldGroup: 'cache' }),
  ...(ephemeralSince === null
    ? []
    : [send('HINCRBY', family, 2, { ...details, fieldGroup: 'ephemeral', since: ephemeralSince })]),
];

/** The same for a counter of a period, with the TTL set again. */
export const countPeriod = (family: string, { ephemeralSince, own, ...details }: Counters): Write[] => [
  ...count(family, { ephemeralSince, own, ...details }),
  send('EXPIRE', family, 1, details),
];

/** The three fields of long requests. */
export const countLong = (family: string): Write => send('HINCRBY', family, 3, { when: ['long-context'], since: '1.1.122' });

/** A name put into the index of its period, and the mark of an empty index taken away. */
export const list = (family: string, details: Details = {}): Write[] => [
  send('SADD', family, 1, details),
  send('EXPIRE', family, 1, details),
  send('DEL', `${family}.empty`, 1, details),
];
