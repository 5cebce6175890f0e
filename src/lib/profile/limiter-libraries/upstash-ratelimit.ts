import { LIMITED, libraryProfile } from './library.js';

const onError = { policy: 'open', note: 'After 5 s without an answer the request is allowed.' } as const;
const SLOTS = 'Scripts with several keys need one slot in a cluster.';

export const upstashRatelimit = libraryProfile({
  name: 'upstash-ratelimit',
  title: '@upstash/ratelimit',
  readFrom: '@upstash/ratelimit 2.2.0',
  placeholders: { ...LIMITED, bucket: { kind: 'integer' } },
  families: [
    {
      id: 'window',
      pattern: '@upstash/ratelimit:{key}:{bucket}',
      type: 'string',
      value: 'requests',
      examples: ['@upstash/ratelimit:203.0.113.9:29402000'],
    },
    {
      id: 'bucket',
      pattern: '@upstash/ratelimit:{key}',
      type: 'hash',
      fields: { refilledAt: 'unix-ms', tokens: 'count' },
      examples: ['@upstash/ratelimit:203.0.113.9'],
    },
  ],
  limiters: [
    {
      id: 'window',
      rule: 'upstash-window',
      title: 'requests per window',
      family: 'window',
      counting: { kind: 'fixed-window' },
      checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['INCRBY', 'PEXPIRE'], roundTrips: 1 }],
      denials: 'count',
      onError,
      faults: ['cachedFixedWindow never sets a TTL, so that its keys stay for good.', SLOTS],
    },
    {
      id: 'bucket',
      rule: 'upstash-bucket',
      title: 'tokens of a bucket',
      family: 'bucket',
      counting: { kind: 'other', note: 'the refill rate is in the code of the caller' },
      checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['HMGET', 'HSET', 'EXPIRE'], roundTrips: 1 }],
      denials: 'nothing',
      onError,
      faults: ['A request that takes several tokens is allowed as soon as one is left.', SLOTS],
    },
  ],
});
