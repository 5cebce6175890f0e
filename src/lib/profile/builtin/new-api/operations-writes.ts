import type { Write, WriteEvent } from '../../operations.js';

export const FIRST = { until: 'G1' };
export const SECOND = { since: 'G2' };
const from = 'the source of new-api before and after its limiters became scripts';

export const send = (command: string, family: string | null, count = 1): Write => ({ command, family, count });

/** Commands that a script calls. `REDIS.CALL` where the source does not show which. */
export const called = (command: string, family: string, count = 1): Write => ({ command, family, count, inScript: true });

type Part = Pick<WriteEvent, 'id' | 'source' | 'title' | 'transport' | 'writes'> &
  Pick<Partial<WriteEvent>, 'when' | 'since' | 'until'>;

export const event = (part: Part): WriteEvent => ({ ...part, every: 'request', evidence: 'read', from });

/** A change of a cached quota in the first generation: reads the TTL of the key, then changes the field and sets that TTL again. */
export const quotaChange = (id: string, title: string, family: string, when: readonly string[] = []): WriteEvent[] => [
  event({ id: `${id}.life`, source: 'quota', title, transport: 'sequence', when, writes: [send('TTL', family)], ...FIRST }),
  event({
    id,
    source: 'quota',
    title,
    transport: 'transaction',
    when,
    writes: [send('MULTI', null), send('HINCRBY', family), send('EXPIRE', family), send('EXEC', null)],
    ...FIRST,
  }),
];

/** The same in the second generation: one script of 4 calls for a token, or of 7 for a user with its fence and version. */
export const quotaScript = (id: string, title: string, family: string, calls: number, when: readonly string[] = []): WriteEvent =>
  event({
    id,
    source: 'quota',
    title,
    transport: 'script',
    when,
    writes: [send('EVAL', family), called('REDIS.CALL', family, calls)],
    ...SECOND,
  });
