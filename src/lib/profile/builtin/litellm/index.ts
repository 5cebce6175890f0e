import type { Switch } from '../../operations.js';
import type { Profile } from '../../types.js';
import { cacheFamilies } from './caches.js';
import { consistency } from './invariants.js';
import { limiters } from './limiters.js';
import { limitFamilies } from './limits.js';
import { operations } from './operations.js';
import { spend } from './spend.js';

const switches: readonly Switch[] = [
  {
    env: 'MAX_REDIS_BUFFER_DEQUEUE_COUNT',
    title: 'entries that are taken from a buffer at once',
    kind: 'count',
    default: '100',
    off: '1000',
    removes: {},
    readBy: {},
    breaks: 'Nothing: a full buffer is emptied in fewer steps.',
    dark: [],
    presets: [],
    from: 'BerriAI/litellm-docs ef86ded, 2026-05-02',
  },
];

/** Redis holds counters, limits and caches of the proxy. Spend and keys are in its SQL database. */
export const litellm: Profile = {
  name: 'litellm',
  title: 'LiteLLM proxy',
  readFrom:
    'LiteLLM 1.77.2 (grahama1970/scillm 2441c66, 2025-09-30) and single files of BerriAI/litellm of 2026: user_api_key_cache.py 0bb0b2d, spend_counter_keys.py 5833d99, spend_counter_batch.py and spend_counter_reseed.py 01f3443, redis_update_buffer.py 017c099, max_iterations_limiter.py 0d0df83, max_budget_per_session_limiter.py 0632fdd, shared_health_check_manager.py 018520e',
  placeholders: {
    hash: { kind: 'sha256', redact: 'id' },
    duration: { kind: 'segment' },
    team: { kind: 'segment', dimension: 'team', redact: 'id' },
    user: { kind: 'greedy', dimension: 'user', redact: 'id' },
    org: { kind: 'greedy', dimension: 'organization', redact: 'id' },
    name: { kind: 'greedy', redact: 'id' },
    subject: { kind: 'segment', redact: 'id' },
    limited: { kind: 'greedy', redact: 'id' },
    model: { kind: 'greedy', dimension: 'model' },
    upstream: { kind: 'greedy' },
    minute: { kind: 'date-minute' },
    clock: { kind: 'hour-minute' },
    session: { kind: 'greedy', redact: 'id' },
    deployment: { kind: 'segment' },
    group: { kind: 'segment' },
    what: { kind: 'segment', oneOf: ['tpm', 'rpm'] },
    job: { kind: 'segment' },
    url: { kind: 'greedy' },
    event: { kind: 'segment' },
    request: { kind: 'segment', redact: 'id' },
  },
  copy: 'cache',
  families: [...spend, ...limitFamilies, ...cacheFamilies],
  together: [
    ['limit.window', 'limit.requests'],
    ['limit.window', 'limit.tokens'],
    ['spend.key', 'lock.job'],
    ['spend.key', 'spend.team'],
    ['spend.key', 'spend.user'],
  ],
  operations,
  consistency,
  limiters,
  switches,
  usageElsewhere:
    'Usage and spend are kept in the SQL database of LiteLLM: Redis holds running sums for a minute, which are read from there again.',
};
