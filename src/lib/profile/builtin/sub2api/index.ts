import type { Profile } from '../../types.js';
import { access } from './access.js';
import { billing } from './billing.js';
import { consistency } from './invariants.js';
import { limiters } from './limiters.js';
import { operations } from './operations.js';
import { scheduling } from './scheduling.js';
import { slotFamilies } from './slots.js';

/** Redis holds slots, limits and caches. It reads no key of claude-relay-service; keys of that which are left here stay. */
export const sub2api: Profile = {
  name: 'sub2api',
  title: 'sub2api',
  readFrom:
    'Sub2API-Devs/sup2api 67380ea, 2026-08-21 (0.1.179); of Wei-Shaw/sub2api concurrency_cache.go and rate_limiter.go 0073928, billing_cache.go 0b7da6c',
  placeholders: {
    account: { kind: 'integer', dimension: 'account' },
    user: { kind: 'integer', dimension: 'user' },
    apiKey: { kind: 'integer', dimension: 'api-key' },
    owner: { kind: 'segment', oneOf: ['account', 'user', 'api_key'] },
    id: { kind: 'integer' },
    group: { kind: 'integer' },
    minute: { kind: 'minute' },
    ip: { kind: 'ip', redact: 'id' },
    route: { kind: 'segment' },
    platform: { kind: 'segment' },
    hash: { kind: 'hex', redact: 'id' },
    code: { kind: 'segment', redact: 'secret' },
    conversation: { kind: 'greedy', redact: 'id' },
    state: { kind: 'segment', oneOf: ['ready', 'active', 'ver', 'epoch', 'retired'] },
    mode: { kind: 'segment' },
    version: { kind: 'integer' },
    job: { kind: 'segment' },
    provider: { kind: 'segment' },
    session: { kind: 'segment', redact: 'id' },
    email: { kind: 'greedy', redact: 'secret' },
    name: { kind: 'greedy', redact: 'id' },
  },
  copy: 'cache',
  families: [...slotFamilies, ...billing, ...scheduling, ...access],
  operations,
  consistency,
  limiters,
  usageElsewhere: 'Usage and balances are kept in the PostgreSQL database of sub2api: Redis holds slots, limits and caches.',
};
