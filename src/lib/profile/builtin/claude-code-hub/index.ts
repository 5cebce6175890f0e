import type { Profile } from '../../types.js';
import { familiesOfQueues } from '../bull/families.js';
import { cacheFamilies } from './caches.js';
import { costs } from './costs.js';
import { consistency } from './invariants.js';
import { limiters } from './limiters.js';
import { operations } from './operations.js';
import { sessions } from './sessions.js';
import { switches } from './switches.js';

/** Bull makes them; Claude Code Hub sets no limiter. */
const QUEUES = ['notifications', 'log-cleanup', 'user-statistics-reset'] as const;

/** Costs and requests are in its PostgreSQL database. Its queues are made by Bull. */
export const claudeCodeHub: Profile = {
  name: 'claude-code-hub',
  title: 'Claude Code Hub',
  readFrom:
    'ding113/claude-code-hub ccbad37, 2026-08-04 (0.9.2), with the readers of its switches; lua-scripts.ts 08255a5 and active-session-keys.ts 68f118c',
  placeholders: {
    id: { kind: 'integer' },
    reset: { kind: 'integer' },
    request: { kind: 'segment', redact: 'id' },
    session: { kind: 'segment', redact: 'id' },
    key: { kind: 'integer' },
    content: { kind: 'segment', redact: 'id' },
  },
  copy: 'cache',
  families: [...costs, ...sessions, ...cacheFamilies, ...familiesOfQueues(QUEUES, 'queue.')],
  operations,
  consistency,
  limiters,
  switches,
  usageElsewhere:
    'Usage and costs are kept in the PostgreSQL database of Claude Code Hub: Redis holds windows of cost, sessions and caches.',
};
