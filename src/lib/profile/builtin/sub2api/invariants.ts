import type { Consistency } from '../../invariants.js';

const seconds = (ttl: number, families: readonly string[]): { family: string; seconds: number }[] =>
  families.map((family) => ({ family, seconds: ttl }));

/** Bills are in the database. Here only keys that lost their TTL can be wrong. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'H1',
      kind: 'ttl',
      title: 'locks of accounts expire',
      families: seconds(120, ['queue.lock']),
      cause: 'The TTL of the lock was lost: all requests of the account wait.',
    },
    {
      id: 'H2',
      kind: 'ttl',
      title: 'counters of a minute expire',
      families: [...seconds(120, ['rpm.account', 'rpm.user', 'rpm.group']), ...seconds(60, ['web', 'web.panel'])],
      cause: 'The increment and EXPIRE were separated.',
    },
  ],
  drifts: [],
};
