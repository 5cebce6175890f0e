import type { Condition } from '../../../operations.js';
import type { FinishedRequest } from '../../../recording.js';
import { compareVersions } from '../../../version.js';

/** Names of account types whose requests count towards weekly limits, and how a model is recognised as one of Claude. */
const CLAUDE_ACCOUNTS = ['claude-official', 'claude-console', 'ccr'];
const CLAUDE_ACCOUNTS_BEFORE = ['claude', 'claude-console', 'ccr'];
const CLAUDE_MODEL = /claude-|opus|sonnet|haiku/i;

function countsAsClaude({ accountType, model }: FinishedRequest, release: string): boolean {
  const isBefore = compareVersions(release, '1.1.263') < 0;
  const accounts = isBefore ? CLAUDE_ACCOUNTS_BEFORE : CLAUDE_ACCOUNTS;
  return accountType !== null && accounts.includes(accountType) && CLAUDE_MODEL.test(model);
}

/** Not through an account of a kind whose requests never count towards Claude's weekly cost. */
export const CLAUDE_KINDS = [
  '!responses-account',
  '!gemini-account',
  '!gemini-api-account',
  '!droid-account',
  '!bedrock-account',
];

/** The shares describe the usual request: a Claude model through a Claude account, with a cost. */
export const conditions: Condition[] = [
  { id: 'cost', title: 'the request cost something', share: 1, flag: 'cost-share', holds: ({ realCost }) => realCost > 0 },
  {
    id: 'long-context',
    title: 'the request is recorded as one with a long context',
    share: 0,
    flag: 'long-context-share',
    note: 'The newest releases never record a Claude request this way, because its price no longer depends on the length.',
    holds: ({ longContext }) => longContext,
  },
  {
    id: 'cache',
    title: 'the request read or wrote cached tokens',
    share: 1,
    flag: 'cache-share',
    note: 'It makes no difference: fields of cached tokens are incremented even by 0.',
  },
  { id: 'account', title: 'an account served the request', share: 1, holds: ({ account }) => account !== null },
  {
    id: 'claude-account',
    title: 'a Claude model, through an official Claude, a console or a CCR account',
    share: 1,
    holds: countsAsClaude,
  },
  {
    id: 'opus',
    title: 'of the Claude requests, those to an Opus model',
    share: 0,
    holds: ({ model }) => model.toLowerCase().includes('claude-opus'),
  },
  { id: 'known-key', title: 'the API key still exists when the request ends', share: 1, holds: ({ keyExists }) => keyExists },
  { id: 'details', title: 'the route records usage in detail', share: 1, holds: ({ details }) => details },
  { id: 'cost-limits', title: 'the API key has a daily, a total and a weekly cost limit', share: 0 },
  { id: 'rate-window', title: 'the API key has a rate window', share: 0, holds: ({ rateWindow }) => rateWindow },
  { id: 'new-window', title: 'of those, the request begins a new window', share: 0 },
  { id: 'concurrency-limit', title: 'the API key has a concurrency limit', share: 0 },
  {
    id: 'console-account',
    title: 'of the requests with an account, those through a console account',
    share: 0,
    holds: ({ accountType }) => accountType === 'claude-console',
  },
  {
    id: 'ccr-account',
    title: 'of the others, those through a CCR account',
    share: 0,
    holds: ({ accountType }) => accountType === 'ccr',
  },
  {
    id: 'responses-account',
    title: 'of the rest, those through an OpenAI responses account',
    share: 0,
    holds: ({ accountType }) => accountType === 'openai-responses',
  },
  {
    id: 'gemini-account',
    title: 'of the rest, those through a Gemini account with OAuth',
    share: 0,
    holds: ({ accountType }) => accountType === 'gemini',
  },
  {
    id: 'gemini-api-account',
    title: 'of the rest, those through a Gemini API account',
    share: 0,
    holds: ({ accountType }) => accountType === 'gemini-api',
  },
  {
    id: 'droid-account',
    title: 'of the rest, those through a Droid account with API keys',
    share: 0,
    holds: ({ accountType }) => accountType === 'droid',
  },
  {
    id: 'bedrock-account',
    title: 'of the rest, those through a Bedrock account',
    share: 0,
    holds: ({ accountType }) => accountType === 'bedrock',
  },
  { id: 'account-cap', title: 'the console account has a cap on concurrent requests', share: 0 },
  { id: 'shared-pool', title: 'the API key uses the shared pool', share: 0 },
  {
    id: 'new-conversation',
    title:
      'of the requests of the shared pool, and of those through CCR accounts, those of a conversation that has no account yet',
    share: 0,
  },
  {
    id: 'request-detail',
    title: 'requests are recorded in detail, which is off by default',
    share: 0,
    holds: ({ detailSeconds }) => detailSeconds !== null,
  },
  { id: 'cold-settings', title: 'rates and settings were not read within the last minute', share: 0 },
  { id: 'message-queue', title: 'the queue of user messages is on', share: 0 },
];
