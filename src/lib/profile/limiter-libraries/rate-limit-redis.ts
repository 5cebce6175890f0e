import { libraryProfile } from './library.js';

export const rateLimitRedis = libraryProfile({
  name: 'rate-limit-redis',
  title: 'rate-limit-redis (express-rate-limit)',
  readFrom: 'rate-limit-redis 6.0.1',
  families: [
    { id: 'window', pattern: 'rl:{key}', type: 'string', value: 'requests', generic: true, examples: ['rl:203.0.113.9'] },
  ],
  limiters: [
    {
      id: 'window',
      rule: 'rl',
      title: 'requests per window',
      family: 'window',
      counting: { kind: 'fixed-window' },
      checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['PTTL', 'INCR'], roundTrips: 1 }],
      denials: 'count',
      sign: 'count',
      onError: { policy: 'closed', note: 'express-rate-limit answers with an error, unless passOnStoreError is true.' },
      faults: [
        'Up to twice the limit passes around the end of a window.',
        'A decrement after the window has ended leaves -1 without a TTL.',
      ],
    },
  ],
});
