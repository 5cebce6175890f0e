import { libraryProfile } from './library.js';

export const bullmq = libraryProfile({
  name: 'bullmq',
  title: 'BullMQ',
  readFrom: 'bullmq 6.7.0',
  placeholders: { queue: { kind: 'segment' } },
  families: [{ id: 'limiter', pattern: 'bull:{queue}:limiter', type: 'string', value: 'count', examples: ['bull:mail:limiter'] }],
  limiters: [
    {
      id: 'limiter',
      rule: 'bull',
      title: 'jobs of a queue',
      subject: 'queue',
      family: 'limiter',
      counting: { kind: 'fixed-window' },
      checks: [
        { when: 'with the script that takes a job', commands: ['EVALSHA'], inScript: ['INCR', 'PTTL', 'PEXPIRE'], roundTrips: 1 },
      ],
      denials: 'nothing',
      onError: { policy: 'closed', note: 'Without Redis no job is taken.' },
    },
  ],
});
