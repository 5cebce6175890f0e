import type { Limiter } from '../../limiters.js';

/** Bull has the same limiter. */
export const limiters: readonly Limiter[] = [
  {
    id: 'limiter',
    family: 'limiter',
    subject: 'queue',
    rules: [{ name: 'bull', title: 'jobs of a queue', setIn: 'the limiter of the workers' }],
    counting: { kind: 'fixed-window' },
    checks: [
      { when: 'with the script that takes a job', commands: ['EVALSHA'], inScript: ['INCR', 'PTTL', 'PEXPIRE'], roundTrips: 1 },
    ],
    denials: 'nothing',
    onError: { policy: 'closed', note: 'Without Redis no job is taken.' },
  },
];
