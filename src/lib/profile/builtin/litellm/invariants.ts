import type { Consistency } from '../../invariants.js';

const MINUTE = 60;
const DAY = 86_400;

const seconds = (ttl: number, families: readonly string[]): { family: string; seconds: number }[] =>
  families.map((family) => ({ family, seconds: ttl }));

/** Sums cannot be checked here: the database has them. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'H1',
      kind: 'ttl',
      title: 'counters of spend expire',
      families: [
        ...seconds(MINUTE, [
          'spend.key',
          'spend.key-window',
          'spend.team',
          'spend.team-window',
          'spend.member',
          'spend.user',
          'spend.organization',
          'spend.other',
        ]),
        ...seconds(DAY, ['model-spend', 'router-spend']),
      ],
      cause:
        'INCRBYFLOAT and EXPIRE are two commands. Such a counter is never read from the database again, so spend that was counted twice stays in it.',
    },
    {
      id: 'H2',
      kind: 'ttl',
      title: 'counters of a minute expire',
      families: seconds(MINUTE, ['limit.requests', 'limit.tokens', 'router.use', 'router.deployment']),
      cause:
        'The increment and EXPIRE are two commands. Names with hour and minute alone occur every day, so that the counter goes on.',
    },
  ],
  drifts: [],
};
