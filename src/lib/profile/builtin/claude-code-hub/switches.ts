import type { Switch } from '../../operations.js';

const TREE = 'of ding113/claude-code-hub ccbad37';

type Part = Pick<Switch, 'env' | 'title' | 'removes' | 'breaks' | 'dark' | 'from'> & Partial<Switch>;

/** `false` and `0` switch them off, and any other text leaves them on. */
const switchOf = (part: Part): Switch => ({
  kind: 'boolean',
  default: 'true',
  off: 'false',
  readBy: {},
  presets: [],
  ...part,
});

export const switches: readonly Switch[] = [
  switchOf({
    env: 'STORE_SESSION_RESPONSE_BODY',
    title: 'answers kept for the page of a session',
    removes: { events: ['bodies.answers'] },
    breaks: 'The page of a session shows no answers; prompts and headers are still kept.',
    dark: ['answers of a session'],
    from: `src/lib/session-manager.ts and src/lib/config/env.schema.ts ${TREE}`,
  }),
  switchOf({
    env: 'ENABLE_REQUEST_REPLAY',
    title: 'answers kept to be continued',
    removes: { events: ['replay'] },
    readBy: { note: 'only where the setting of the system does not say it, and for streams only' },
    breaks: 'A request that was cut off is sent to the provider again.',
    dark: [],
    from: `src/app/v1/_lib/proxy/replay/replay-identity.ts and src/lib/system-settings/proxy-runtime.ts ${TREE}`,
  }),
  switchOf({
    env: 'ENABLE_API_KEY_REDIS_CACHE',
    title: 'API keys kept in Redis',
    removes: { events: ['auth'] },
    breaks: 'Each request reads its API key from the database.',
    dark: [],
    from: `src/lib/security/api-key-auth-cache.ts ${TREE}`,
  }),
  switchOf({
    env: 'ENABLE_RATE_LIMIT',
    title: 'limits, sessions and API keys in Redis',
    // Answers to be continued, logins and the public status ask for Redis in spite of it.
    removes: { sources: ['auth', 'limiter', 'session', 'bodies', 'costs'] },
    breaks: 'Nothing is limited, no session is kept, and each request reads its API key from the database.',
    dark: ['sessions', 'answers of a session'],
    from: `src/lib/redis/client.ts ${TREE}`,
  }),
];
