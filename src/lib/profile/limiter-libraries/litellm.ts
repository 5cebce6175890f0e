import { libraryProfile } from './library.js';

const onError = { policy: 'memory', note: 'After an error each process counts by itself.' } as const;

const checks = [
  {
    when: 'for each limit of a request',
    commands: ['EVALSHA'],
    inScript: ['GET', 'INCR', 'TTL'],
    roundTrips: 1,
  },
];

const faults = ['It is called sliding, and is a fixed window from the first request on.', 'The clock is that of each process.'];

export const litellm = libraryProfile({
  name: 'litellm',
  title: 'LiteLLM proxy',
  readFrom: 'LiteLLM, the third version of its parallel request limiter',
  placeholders: { kind: { kind: 'segment' }, value: { kind: 'segment', redact: 'id' } },
  families: [
    {
      id: 'start',
      pattern: '{{{kind}:{value}}}:window',
      type: 'string',
      value: 'unix-s',
      examples: ['{api_key:5f2c6b1a}:window'],
    },
    {
      id: 'requests',
      pattern: '{{{kind}:{value}}}:requests',
      type: 'string',
      value: 'requests',
      examples: ['{api_key:5f2c6b1a}:requests'],
    },
    { id: 'tokens', pattern: '{{{kind}:{value}}}:tokens', type: 'string', value: 'tokens', examples: ['{team:t-1}:tokens'] },
  ],
  limiters: (['requests', 'tokens'] as const).map((what) => ({
    id: what,
    rule: what === 'requests' ? 'rpm' : 'tpm',
    title: `${what} per minute`,
    subject: 'value',
    family: what,
    counting: { kind: 'fixed-window' as const },
    checks,
    denials: 'count' as const,
    onError,
    faults,
  })),
});
