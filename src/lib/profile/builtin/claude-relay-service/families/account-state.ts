import type { Family } from '../../../types.js';
import { accountId } from '../placeholders.js';
import { DAY, MINUTE, sinceWrite, varying } from './ttl.js';

const ACCOUNT = '361871da-db83-48a9-a444-396ffba7ffda';

const ofAccount = { placeholders: { id: accountId }, grain: 'none', valueClass: 'operational' } as const;

/** After a weekly limit, the next attempt may have to wait for days. */
const unavailable = varying(
  '60 to 1,800 s by kind of failure, unless configured; or the time in the response of the account, at most 1,800 s from 1.1.311 on and days before',
);

const failures: Family[] = [
  {
    ...ofAccount,
    id: 'account.unavailable',
    pattern: 'temp_unavailable:{type}:{id}',
    type: 'string',
    value: 'text',
    ttl: unavailable,
    role: 'marker',
    breaks: 'A failing account is used again too early.',
    since: '1.1.227',
    examples: [`temp_unavailable:claude-official:${ACCOUNT}`],
  },
  {
    ...ofAccount,
    id: 'account.unavailable.legacy',
    pattern: 'temp_unavailable:{id}',
    type: 'string',
    value: 'text',
    ttl: unavailable,
    role: 'marker',
    breaks: 'A failing account is used again too early.',
    since: '1.1.227',
    examples: [`temp_unavailable:${ACCOUNT}`],
  },
  {
    ...ofAccount,
    id: 'account.overload',
    pattern: 'account:overload:{id}',
    type: 'string',
    value: 'text',
    ttl: varying('minutes, by configuration'),
    role: 'marker',
    breaks: 'An overloaded account is used again too early.',
    since: '1.1.134',
    examples: [`account:overload:${ACCOUNT}`],
  },
  {
    ...ofAccount,
    id: 'account.errors-401',
    pattern: 'claude_account:{id}:401_errors',
    type: 'string',
    value: 'count',
    ttl: sinceWrite(5 * MINUTE),
    role: 'limiter',
    breaks: 'Rejected sign-ins of the account are counted from zero.',
    examples: [`claude_account:${ACCOUNT}:401_errors`],
  },
  {
    ...ofAccount,
    id: 'account.errors-5xx',
    pattern: 'claude_account:{id}:5xx_errors',
    type: 'string',
    value: 'count',
    ttl: sinceWrite(5 * MINUTE),
    role: 'limiter',
    breaks: 'Server errors of the account are counted from zero.',
    examples: [`claude_account:${ACCOUNT}:5xx_errors`],
  },
  {
    ...ofAccount,
    id: 'account.error-history',
    pattern: 'error_history:{type}:{id}',
    type: 'list',
    value: 'json',
    ttl: sinceWrite(3 * DAY),
    valueClass: 'optional',
    role: 'log',
    breaks: 'The list of past failures of the account, which serves only diagnosis.',
    since: '1.1.284',
    growth: { bound: 5000, note: 'up to 5,000 failures of 2.5 KB each: 12 MB per account at worst' },
    examples: [`error_history:claude-official:${ACCOUNT}`],
  },
];

const tests: Family[] = [
  {
    ...ofAccount,
    id: 'account.test-config',
    pattern: 'account:test_config:{p}:{id}',
    type: 'hash',
    fields: { enabled: 'flag', cronExpression: 'text', model: 'text', updatedAt: 'iso-time' },
    ttl: sinceWrite(365 * DAY),
    // A setting, although it has a TTL.
    valueClass: 'secret',
    role: 'config',
    breaks: 'The account is no longer tested on schedule.',
    since: '1.1.237',
    examples: [`account:test_config:claude:${ACCOUNT}`],
  },
  {
    ...ofAccount,
    id: 'account.test-history',
    pattern: 'account:test_history:{p}:{id}',
    type: 'list',
    value: 'json',
    ttl: sinceWrite(30 * DAY),
    valueClass: 'optional',
    role: 'log',
    breaks: 'The last five tests of the account.',
    examples: [`account:test_history:claude:${ACCOUNT}`],
  },
  {
    ...ofAccount,
    id: 'account.last-test',
    pattern: 'account:last_test:{p}:{id}',
    type: 'string',
    value: 'unix-ms',
    ttl: sinceWrite(7 * DAY),
    role: 'marker',
    breaks: 'The next scheduled test of the account may come early.',
    examples: [`account:last_test:claude:${ACCOUNT}`],
  },
];

/** Failures and tests of accounts. */
export const accountState: Family[] = [...failures, ...tests];
