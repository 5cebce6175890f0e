import { libraryProfile } from './library.js';

export const rateLimiterFlexible = libraryProfile({
  name: 'rate-limiter-flexible',
  title: 'rate-limiter-flexible',
  readFrom: 'rate-limiter-flexible 11.4.0',
  families: [{ id: 'window', pattern: 'rlflx:{key}', type: 'string', value: 'requests', examples: ['rlflx:203.0.113.9'] }],
  limiters: [
    {
      id: 'window',
      rule: 'rlflx',
      title: 'points per duration',
      family: 'window',
      counting: { kind: 'fixed-window' },
      checks: [{ when: 'allowed or denied', commands: ['EVALSHA'], inScript: ['SET', 'INCRBY', 'PTTL'], roundTrips: 1 }],
      denials: 'count',
      onError: { policy: 'caller', note: 'The call is rejected with the error, unless there is an insuranceLimiter.' },
      faults: ['Up to twice the limit passes around the end of a window.', 'A duration of 0 makes keys that never expire.'],
    },
  ],
});
