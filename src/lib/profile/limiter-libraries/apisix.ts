import { libraryProfile } from './library.js';

const onError = { policy: 'closed', note: 'An error answers 500, unless allow_degradation is true.' } as const;

export const apisix = libraryProfile({
  name: 'apisix',
  title: 'APISIX',
  readFrom: 'APISIX f519a0f',
  families: [
    {
      id: 'count',
      pattern: 'plugin-limit-count{key}',
      type: 'string',
      value: 'count',
      examples: ['plugin-limit-count:2:route-1:203.0.113.9', 'plugin-limit-countroute-1:203.0.113.9'],
    },
    { id: 'connections', pattern: 'limit_conn:{key}', type: 'zset', value: 'unix-ms', examples: ['limit_conn:203.0.113.9'] },
    {
      id: 'requests',
      pattern: 'limit_req:{key}',
      type: 'hash',
      fields: { excess: 'count', last: 'unix-ms' },
      evidenceFields: ['excess'],
      examples: ['limit_req:203.0.113.9'],
    },
  ],
  limiters: [
    {
      id: 'count',
      rule: 'limit-count',
      title: 'requests per window',
      family: 'count',
      counting: { kind: 'other', note: 'older releases store what is left, newer ones what is used' },
      checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['PTTL', 'INCRBY'], roundTrips: 1 }],
      denials: 'count',
      onError,
      faults: ['Up to twice the limit passes around the end of a window.'],
    },
    {
      id: 'connections',
      rule: 'limit-conn',
      title: 'requests at once',
      family: 'connections',
      counting: { kind: 'other', note: 'the unit of the scores differs between releases' },
      checks: [
        { when: 'allowed', commands: ['EVALSHA'], inScript: ['ZREMRANGEBYSCORE', 'ZCARD', 'ZADD', 'EXPIRE'], roundTrips: 1 },
      ],
      denials: 'nothing',
      onError,
    },
    {
      id: 'requests',
      rule: 'limit-req',
      title: 'requests per second (leaky bucket)',
      family: 'requests',
      counting: { kind: 'other', note: 'the rate is in the configuration of the route' },
      checks: [{ when: 'allowed', commands: ['EVALSHA'], inScript: ['HMGET', 'HSET', 'EXPIRE'], roundTrips: 1 }],
      denials: 'nothing',
      onError,
    },
  ],
});
