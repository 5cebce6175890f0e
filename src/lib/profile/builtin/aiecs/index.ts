import type { Family, Profile } from '../../types.js';
import { figures } from './figures.js';
import { consistency } from './invariants.js';
import { limits } from './limits.js';
import { operations } from './operations.js';

/** Token counters of one user and period. The period is a day in the time zone of the process, unless the caller names a cycle. */
const usage: Family[] = [
  {
    id: 'token-usage',
    pattern: 'token_usage:{user}:{period}',
    type: 'hash',
    // The most used handler writes only the total. Other calls write the parts and the limit.
    fields: { total_tokens: 'tokens' },
    optionalFields: { prompt_tokens: 'tokens', completion_tokens: 'tokens', usage_limit: 'tokens' },
    evidenceFields: ['prompt_tokens', 'completion_tokens', 'total_tokens'],
    ttl: { expires: false },
    grain: 'day',
    valueClass: 'required',
    role: 'counter',
    breaks: "The user's usage and usage limit of that period are lost; without a limit every request is allowed.",
    examples: [
      'token_usage:3f0e5a52-8f0b-4c1e-9a52-1f7e0c9d7b11:2026-11-20',
      'token_usage:tenant:7:alice:2026-11-20',
      'token_usage:alice:cycle-2026Q4',
    ],
  },
  {
    id: 'token-usage.health-check',
    pattern: 'token_usage:health_check_test:{date}',
    type: 'hash',
    fields: { total_tokens: 'tokens' },
    ttl: { expires: false },
    grain: 'day',
    valueClass: 'excess',
    role: 'counter',
    breaks: 'Nothing: a health check wrote the key, and ended before it removed the key.',
    harmless: true,
    examples: ['token_usage:health_check_test:2026-11-20'],
  },
];

const DAY = 86_400;

const contextHash = (id: string, pattern: string, what: string): Family => ({
  id,
  pattern,
  type: 'hash',
  ttl: {
    expires: true,
    seconds: DAY,
    rearmed: 'each-write',
    note: 'each write sets the TTL of the whole hash again, so it never expires under traffic',
  },
  grain: 'none',
  valueClass: 'operational',
  role: 'session',
  breaks: `Running conversations lose their ${what}.`,
  growth: {
    bound: 'none',
    note: 'one field for each session; only an explicit clean-up removes fields, and metrics read the whole hash',
  },
  generic: true,
  examples: [pattern],
});

const threadHash = (id: string, pattern: string, example: string): Family => ({
  id,
  pattern,
  type: 'hash',
  ttl: { expires: true, seconds: 7 * DAY, rearmed: 'each-write' },
  grain: 'none',
  valueClass: 'operational',
  role: 'session',
  breaks: 'The thread cannot be resumed from its last checkpoint.',
  generic: true,
  examples: [example],
});

const context: Family[] = [
  contextHash('session', 'sessions', 'session records'),
  contextHash('task-context', 'task_contexts', 'task state'),
  contextHash('conversation-session', 'conversation_sessions', 'conversation records'),
  {
    id: 'conversation',
    pattern: 'conversation:{session}',
    type: 'list',
    value: 'json',
    ttl: { expires: true, seconds: DAY, rearmed: 'each-write' },
    grain: 'none',
    valueClass: 'operational',
    role: 'session',
    breaks: 'The history of a running conversation.',
    growth: {
      bound: 1000,
      note: 'new messages are added at the head, but the trim keeps the tail: beyond 1000, new messages are dropped',
    },
    generic: true,
    examples: ['conversation:5b0f7a3e-6a53-4a07-8a15-0d1f5ad6e1c9'],
  },
  threadHash('checkpoint', 'checkpoints:{thread}', 'checkpoints:thread-42'),
  threadHash('checkpoint.write', 'checkpoint_writes:{thread}', 'checkpoint_writes:thread-42'),
];

export const aiecs: Profile = {
  name: 'aiecs',
  title: 'AIECS (AI Execute Services)',
  readFrom: 'Howmany-Zeta/AI-Execute-Services, aiecs 2.1.2',
  placeholders: {
    user: { kind: 'greedy', dimension: 'user', redact: 'id' },
    period: { kind: 'segment' },
    date: { kind: 'date' },
    session: { kind: 'segment', redact: 'id' },
    thread: { kind: 'segment', redact: 'id' },
  },
  copy: 'only',
  families: [...usage, ...context],
  operations,
  consistency,
  figures,
  limits,
};
