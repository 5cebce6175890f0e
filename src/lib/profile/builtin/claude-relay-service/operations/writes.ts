import type { Write } from '../../../operations.js';

/** Ways in which a write differs from its family; see `Write`. */
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
  /** First release that counts the two fields of 5-minute and 1-hour cache tokens; `null`: no release does. */
  ephemeralSince: string | null;
}

/** One HINCRBY for each field of a counter, even by 0: its own, cache creation, cache reads, and if kept the two cache TTLs. */
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

/** Adds a name to the index of its period, and removes the marker of an empty index. */
export const list = (family: string, details: Details = {}): Write[] => [
  send('SADD', family, 1, details),
  send('EXPIRE', family, 1, details),
  send('DEL', `${family}.empty`, 1, details),
];
