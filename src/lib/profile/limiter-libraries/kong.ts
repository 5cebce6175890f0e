import { libraryProfile } from './library.js';

const PERIODS = { kind: 'segment', oneOf: ['second', 'minute', 'hour', 'day', 'month', 'year'] } as const;

export const kong = libraryProfile({
  name: 'kong',
  title: 'Kong rate limiting',
  readFrom: 'Kong/kong 22246ef, 2026-07-01; policy redis only',
  placeholders: {
    route: { kind: 'uuid' },
    service: { kind: 'uuid' },
    key: { kind: 'greedy', redact: 'id' },
    start: { kind: 'integer' },
    name: { kind: 'segment' },
    period: PERIODS,
  },
  families: [
    {
      id: 'window',
      pattern: 'ratelimit:{route}:{service}:{key}:{start}:{period}',
      type: 'string',
      value: 'requests',
      examples: [
        'ratelimit:9b1c2d3e-0000-4000-8000-000000000001:9b1c2d3e-0000-4000-8000-000000000002:203.0.113.9:1796048760000:minute',
      ],
    },
    {
      id: 'response',
      pattern: 'response-ratelimit:{route}:{service}:{key}:{start}:{name}:{period}',
      type: 'string',
      value: 'count',
      examples: [
        'response-ratelimit:9b1c2d3e-0000-4000-8000-000000000001:9b1c2d3e-0000-4000-8000-000000000002:203.0.113.9:1796048760000:video:minute',
      ],
    },
  ],
  limiters: [
    {
      id: 'window',
      rule: 'kong',
      title: 'requests per period',
      family: 'window',
      counting: { kind: 'fixed-window' },
      checks: [{ when: 'for each period', commands: ['EVAL'], inScript: ['INCR'], roundTrips: 1 }],
      denials: 'count',
      onError: { policy: 'open', note: 'An error lets the request pass, unless fault_tolerant is false.' },
      faults: ['Up to twice the limit passes around the end of a period.'],
    },
    {
      id: 'response',
      rule: 'kong-response',
      title: 'what answers count, per period',
      family: 'response',
      counting: { kind: 'fixed-window' },
      checks: [{ when: 'for each period', commands: ['EVAL'], inScript: ['INCR'], roundTrips: 1 }],
      denials: 'nothing',
      onError: { policy: 'open', note: 'An error lets the request pass, unless fault_tolerant is false.' },
    },
  ],
});
