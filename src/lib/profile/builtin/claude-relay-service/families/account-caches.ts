import type { Family } from '../../../types.js';
import { accountId } from '../placeholders.js';
import { DAY, HOUR, MINUTE, sinceWrite, stays } from './ttl.js';

const ACCOUNT = '361871da-db83-48a9-a444-396ffba7ffda';

const cache = { grain: 'none', valueClass: 'operational', role: 'cache' } as const;
const ofAccount = { ...cache, placeholders: { id: accountId } } as const;

/** Data that the application requests or learns again when it is missing. */
export const accountCaches: Family[] = [
  {
    ...ofAccount,
    id: 'account.balance',
    pattern: 'account_balance:{p}:{id}',
    type: 'hash',
    fields: {
      balance: 'usd',
      currency: 'text',
      lastRefreshAt: 'iso-time',
      queryMethod: 'text',
      status: 'text',
      errorMessage: 'text',
      rawData: 'json',
      quota: 'json',
    },
    ttl: sinceWrite(HOUR),
    breaks: 'The balance of the account is requested again.',
    since: '1.1.253',
    examples: [`account_balance:claude-console:${ACCOUNT}`],
  },
  {
    ...ofAccount,
    id: 'account.balance-local',
    pattern: 'account_balance_local:{p}:{id}',
    type: 'hash',
    alsoTypes: ['string'],
    ttl: sinceWrite(5 * MINUTE),
    breaks: 'The balance of the account is estimated again.',
    since: '1.1.253',
    examples: [`account_balance_local:claude-console:${ACCOUNT}`],
  },
  {
    ...ofAccount,
    id: 'client.headers',
    pattern: 'claude_code_headers:{id}',
    type: 'string',
    value: 'json',
    ttl: sinceWrite(7 * DAY),
    breaks: 'The headers of the client are learned from the next request.',
    examples: [`claude_code_headers:${ACCOUNT}`],
  },
  {
    ...cache,
    id: 'client.stainless-headers',
    pattern: 'fmt_claude_req:stainless_headers:{accountId}',
    type: 'string',
    value: 'json',
    // Written once per account.
    ttl: stays,
    breaks: 'The headers of the client are learned from the next request.',
    since: '1.1.213',
    examples: [`fmt_claude_req:stainless_headers:${ACCOUNT}`],
  },
  {
    ...cache,
    id: 'client.user-agent',
    pattern: 'claude_code_user_agent:daily',
    type: 'string',
    value: 'text',
    ttl: sinceWrite(25 * HOUR),
    breaks: 'The name of the client is learned from the next request.',
    examples: ['claude_code_user_agent:daily'],
  },
  {
    ...cache,
    id: 'version-check',
    pattern: 'version_check_cache',
    type: 'string',
    value: 'json',
    ttl: sinceWrite(HOUR),
    breaks: 'The newest release is looked up again.',
    generic: true,
    examples: ['version_check_cache'],
  },
];
