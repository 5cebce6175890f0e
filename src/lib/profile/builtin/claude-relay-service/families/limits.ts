import type { Family } from '../../../types.js';
import { accountId } from '../placeholders.js';
import { MINUTE, sinceCreation, sinceWrite, varying } from './ttl.js';

const KEY = '29b63016-9866-40f5-9a43-fa3e6302ed58';
const ACCOUNT = '361871da-db83-48a9-a444-396ffba7ffda';

const live = { grain: 'none', valueClass: 'operational' } as const;

const windowed = {
  ...live,
  type: 'string',
  ttl: varying("the key's own rate-limit window; the counters stay without a TTL when the window ends during a request"),
  role: 'limiter',
  generic: true,
} as const;

/** A request may end after its window. Its counters are then created again, without a TTL. */
const leak = {
  unless: 'rate_limit:window_start:{keyId}',
  seconds: 60,
  note: 'a window that has ended does not count, and the next one resets the counters',
};

const rateLimits: Family[] = [
  {
    ...windowed,
    id: 'rate-limit.window',
    pattern: 'rate_limit:window_start:{keyId}',
    value: 'unix-ms',
    ttl: varying("the key's own rate-limit window"),
    breaks: 'The rate-limit window of the key starts again.',
    examples: [`rate_limit:window_start:${KEY}`],
  },
  {
    ...windowed,
    id: 'rate-limit.requests',
    pattern: 'rate_limit:requests:{keyId}',
    value: 'requests',
    breaks: 'The key may send the requests of its window once more.',
    leak,
    examples: [`rate_limit:requests:${KEY}`],
  },
  {
    ...windowed,
    id: 'rate-limit.tokens',
    pattern: 'rate_limit:tokens:{keyId}',
    value: 'tokens',
    breaks: 'The key may use the tokens of its window once more.',
    leak,
    examples: [`rate_limit:tokens:${KEY}`],
  },
  {
    ...windowed,
    id: 'rate-limit.cost',
    pattern: 'rate_limit:cost:{keyId}',
    value: 'usd',
    breaks: 'The key may spend the money of its window once more.',
    leak,
    examples: [`rate_limit:cost:${KEY}`],
  },
];

const lock = { ...live, type: 'string', value: 'text', role: 'lock' } as const;

const locks: Family[] = [
  {
    ...lock,
    id: 'message-queue.lock',
    pattern: 'user_msg_queue_lock:{accountId}',
    ttl: varying('the lock time of the message queue'),
    breaks: 'Two messages may be sent through one account at once.',
    since: '1.1.237',
    examples: [`user_msg_queue_lock:${ACCOUNT}`],
  },
  {
    ...lock,
    id: 'message-queue.last',
    pattern: 'user_msg_queue_last:{accountId}',
    value: 'unix-ms',
    ttl: sinceWrite(MINUTE),
    role: 'queue',
    breaks: 'The next message is sent without the pause that is due.',
    since: '1.1.237',
    examples: [`user_msg_queue_last:${ACCOUNT}`],
  },
  {
    ...lock,
    id: 'lock.token-refresh',
    pattern: 'token_refresh_lock:{platform}:{id}',
    placeholders: { id: accountId },
    ttl: sinceCreation(MINUTE),
    breaks: 'Two processes may refresh the token of an account at once, and one of them gets an invalid one.',
    examples: [`token_refresh_lock:claude:${ACCOUNT}`],
  },
  {
    ...lock,
    id: 'lock.account-recovery',
    pattern: 'lock:account:{id}:recovery',
    placeholders: { id: accountId },
    ttl: sinceCreation(5),
    breaks: 'Two processes may recover an account at once.',
    examples: [`lock:account:${ACCOUNT}:recovery`],
  },
];

/** Limits of API keys per window, and locks that let one process at a time work on an account. */
export const limits: Family[] = [...rateLimits, ...locks];
