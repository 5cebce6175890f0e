import { libraryProfile } from './library.js';

/** flask-limiter and slowapi use it, too. */
export const limits = libraryProfile({
  name: 'limits',
  title: 'limits (flask-limiter, slowapi)',
  readFrom: 'alisaifee/limits 5.8.0 (f7d1eef, 2026-06-22), flask-limiter 982f0ff',
  families: [
    {
      id: 'window',
      pattern: 'LIMITS:LIMITER/{key}',
      type: 'string',
      alsoTypes: ['list'],
      value: 'requests',
      examples: ['LIMITS:LIMITER/203.0.113.9/login/5/1/minute'],
    },
    {
      id: 'sliding',
      pattern: 'LIMITS:{{LIMITER/{key}',
      type: 'string',
      value: 'requests',
      examples: ['LIMITS:{LIMITER/203.0.113.9/login/5/1/minute}', 'LIMITS:{LIMITER/203.0.113.9/login/5/1/minute}/-1'],
    },
  ],
  limiters: [
    {
      id: 'window',
      rule: 'limits',
      title: 'requests per window',
      family: 'window',
      counting: { kind: 'other', note: 'a number, or the times of the requests in a list' },
      checks: [
        { when: 'fixed window', commands: ['EVALSHA'], inScript: ['INCRBY'], roundTrips: 1 },
        { when: 'moving window', commands: ['EVALSHA'], inScript: ['LINDEX', 'LPUSH', 'LTRIM', 'EXPIRE'], roundTrips: 1 },
      ],
      denials: 'count',
      onError: { policy: 'caller', note: 'The error is raised, unless swallow_errors is true.' },
      faults: ['reset() calls KEYS inside a script.'],
    },
    {
      id: 'sliding',
      rule: 'limits-sliding',
      title: 'requests in a sliding window',
      family: 'sliding',
      counting: { kind: 'other', note: 'the window before this one counts in part' },
      checks: [
        {
          when: 'allowed',
          commands: ['EVALSHA'],
          inScript: ['PTTL', 'GET', 'PTTL', 'GET', 'PTTL', 'EXISTS', 'INCRBY'],
          roundTrips: 1,
        },
      ],
      denials: 'nothing',
      onError: { policy: 'caller', note: 'The error is raised, unless swallow_errors is true.' },
      faults: ['reset() calls KEYS inside a script.'],
    },
  ],
});
