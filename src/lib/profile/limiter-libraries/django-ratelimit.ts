import { libraryProfile } from './library.js';

export const djangoRatelimit = libraryProfile({
  name: 'django-ratelimit',
  title: 'django-ratelimit',
  readFrom: 'jsocol/django-ratelimit e113045, 2023-12, without KEY_PREFIX',
  placeholders: { version: { kind: 'integer' }, key: { kind: 'sha256', redact: 'id' } },
  families: [
    {
      id: 'window',
      pattern: ':{version}:rl:{key}',
      type: 'string',
      value: 'requests',
      examples: [`:1:rl:${'9f86'.repeat(16)}`],
    },
  ],
  limiters: [
    {
      id: 'window',
      rule: 'django',
      title: 'requests per period',
      family: 'window',
      counting: { kind: 'fixed-window' },
      checks: [{ when: 'first of a period', commands: ['SET'], roundTrips: 1 }],
      denials: 'count',
      onError: { policy: 'caller', note: 'The cache of Django decides.' },
      faults: ['Up to twice the limit passes around the end of a period.'],
    },
  ],
});
