import { libraryProfile } from './library.js';

export const redisRate = libraryProfile({
  name: 'redis-rate',
  title: 'redis_rate (Go)',
  readFrom: 'go-redis/redis_rate v10',
  families: [
    { id: 'arrival', pattern: 'rate:{key}', type: 'string', value: 'unix-s', generic: true, examples: ['rate:203.0.113.9'] },
  ],
  limiters: [
    {
      id: 'arrival',
      rule: 'rate',
      title: 'requests (GCRA)',
      family: 'arrival',
      counting: { kind: 'other', note: 'the value is a time, in seconds since 2017, until which requests use up the limit' },
      checks: [{ when: 'allowed', commands: ['EVALSHA'], inScript: ['TIME', 'GET', 'SET'], roundTrips: 1 }],
      denials: 'nothing',
      sign: 'seconds-since-2017',
      onError: { policy: 'caller', note: 'The error is returned, and the caller decides.' },
    },
  ],
});
