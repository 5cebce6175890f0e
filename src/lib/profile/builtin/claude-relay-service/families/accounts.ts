import type { Family, Unit } from '../../../types.js';
import {
  accountFields,
  accountOptionalFields,
  azureFields,
  claudeFields,
  droidFields,
  geminiFields,
  oauthFields,
  quotaFields,
} from './account-fields.js';
import { accountId } from '../placeholders.js';
import { HOUR, sinceCreation, stays } from './ttl.js';

const EXAMPLE_ID = '361871da-db83-48a9-a444-396ffba7ffda';

const ofAccount = { placeholders: { id: accountId } } as const;

const entity = {
  ...ofAccount,
  ttl: stays,
  grain: 'none',
  valueClass: 'secret',
  role: 'entity',
  breaks: 'The upstream account and its credentials are lost, and its usage has no owner any more.',
} as const;

interface AccountKind {
  id: string;
  /** Everything before the id in the names of its keys. */
  prefix: string;
  /** Fields that only this kind of account has; `json`: the account is one JSON string. */
  own: Record<string, Unit> | 'json';
}

/** The account itself, the set of all ids, and the marker of an empty set. */
function accountKind({ id, prefix, own }: AccountKind): Family[] {
  return [
    {
      ...entity,
      id: `account.${id}`,
      pattern: `${prefix}{id}`,
      ...(own === 'json'
        ? { type: 'string', value: 'json' }
        : { type: 'hash', fields: accountFields, optionalFields: { ...accountOptionalFields, ...own } }),
      examples: [`${prefix}${EXAMPLE_ID}`],
    },
    {
      id: `index.account.${id}`,
      pattern: `${prefix}index`,
      type: 'set',
      value: 'id',
      ttl: stays,
      grain: 'none',
      valueClass: 'operational',
      role: 'index',
      breaks: 'The accounts of this kind are found by a scan of all keys.',
      examples: [`${prefix}index`],
    },
    {
      id: `index.account.${id}.empty`,
      pattern: `${prefix}index:empty`,
      type: 'string',
      value: 'flag',
      ttl: sinceCreation(HOUR),
      grain: 'none',
      valueClass: 'operational',
      role: 'marker',
      breaks: 'Nothing but a scan of all keys when the accounts of this kind are listed.',
      harmless: true,
      examples: [`${prefix}index:empty`],
    },
  ];
}

const apiKey = { apiKey: 'secret' } as const;

const kinds: AccountKind[] = [
  { id: 'claude', prefix: 'claude:account:', own: claudeFields },
  {
    id: 'claude-console',
    prefix: 'claude_console_account:',
    own: { ...apiKey, ...quotaFields, apiUrl: 'text', maxConcurrentTasks: 'count', interceptWarmup: 'flag' },
  },
  { id: 'ccr', prefix: 'ccr_account:', own: { ...apiKey, ...quotaFields, apiUrl: 'text' } },
  {
    id: 'openai-responses',
    prefix: 'openai_responses_account:',
    own: { ...apiKey, ...quotaFields, baseApi: 'text', providerEndpoint: 'text' },
  },
  { id: 'openai', prefix: 'openai:account:', own: oauthFields },
  { id: 'azure-openai', prefix: 'azure_openai:account:', own: azureFields },
  { id: 'gemini', prefix: 'gemini_account:', own: geminiFields },
  { id: 'gemini-api', prefix: 'gemini_api_account:', own: { ...apiKey, baseUrl: 'text' } },
  { id: 'droid', prefix: 'droid:account:', own: droidFields },
  { id: 'bedrock', prefix: 'bedrock_account:', own: 'json' },
];

const strays: Family[] = [
  {
    ...entity,
    id: 'account.claude.legacy',
    pattern: 'claude_account:{id}',
    type: 'hash',
    breaks: 'Accounts of very old releases, which are still looked up when requests are scheduled.',
    examples: [`claude_account:${EXAMPLE_ID}`],
  },
  {
    ...entity,
    id: 'account.openai.legacy',
    pattern: 'openai_account:{id}',
    type: 'hash',
    breaks: 'Accounts of very old releases, which are still looked up when requests are scheduled.',
    examples: [`openai_account:${EXAMPLE_ID}`],
  },
  {
    ...entity,
    id: 'account.bedrock.stray',
    pattern: 'bedrock:account:{id}',
    type: 'hash',
    // Resetting the state of a Bedrock account writes this key, but the account itself is under bedrock_account.
    valueClass: 'excess',
    breaks: 'Nothing: the account itself has another name, and nothing reads this key.',
    harmless: true,
    examples: [`bedrock:account:${EXAMPLE_ID}`],
  },
];

/** An account exists as long as a key of one of these patterns does. */
export const accountPatterns: readonly string[] = [
  ...kinds.map(({ prefix }) => `${prefix}{id}`),
  'claude_account:{id}',
  'openai_account:{id}',
];

export const accounts: Family[] = [...kinds.flatMap(accountKind), ...strays];
