import type { Switch } from '../../operations.js';

const from = '.env.example of ding113/claude-code-hub ccbad37';

type Part = Pick<Switch, 'env' | 'title' | 'removes' | 'breaks' | 'dark'>;

const switchOf = (part: Part): Switch => ({
  kind: 'boolean',
  default: 'true',
  off: 'false',
  readBy: {},
  presets: [],
  from,
  ...part,
});

export const switches: readonly Switch[] = [
  switchOf({
    env: 'STORE_SESSION_RESPONSE_BODY',
    title: 'answers kept for the page of a session',
    removes: { events: ['bodies'] },
    breaks: 'The page of a session shows no answers.',
    dark: ['answers of a session'],
  }),
  switchOf({
    env: 'ENABLE_REQUEST_REPLAY',
    title: 'answers kept to be continued',
    removes: { events: ['replay'] },
    breaks: 'A request that was cut off is sent to the provider again.',
    dark: [],
  }),
  switchOf({
    env: 'ENABLE_API_KEY_REDIS_CACHE',
    title: 'API keys kept in Redis',
    removes: { events: ['auth'] },
    breaks: 'Each request reads its API key from the database.',
    dark: [],
  }),
  switchOf({
    env: 'ENABLE_RATE_LIMIT',
    title: 'limits on cost, requests and sessions',
    removes: { sources: ['limiter', 'costs'] },
    breaks: 'Nothing is limited.',
    dark: [],
  }),
];
