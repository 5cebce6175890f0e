import type { Family } from '../../../types.js';
import { stays } from './ttl.js';

const settled = { ttl: stays, grain: 'none', valueClass: 'secret', role: 'entity' } as const;
const ids = { ...settled, type: 'set', value: 'id' } as const;

const GROUP = '01dfcd02-b582-4ee1-b2a9-dbd031676ac1';
const ACCOUNT = '361871da-db83-48a9-a444-396ffba7ffda';

/** Shared accounts, and groups of accounts. */
export const accountGroups: Family[] = [
  {
    ...ids,
    id: 'account.shared',
    pattern: 'shared_{type}_accounts',
    placeholders: {
      type: {
        kind: 'segment',
        oneOf: ['claude_console', 'ccr', 'gemini', 'gemini_api', 'openai', 'openai_responses', 'azure_openai'],
      },
    },
    breaks: 'The accounts of this kind are no longer in the shared pool.',
    examples: ['shared_claude_console_accounts', 'shared_gemini_api_accounts', 'shared_openai_accounts'],
  },
  {
    ...ids,
    id: 'account-group.all',
    pattern: 'account_groups',
    breaks: 'The list of groups is empty.',
    examples: ['account_groups'],
  },
  {
    ...settled,
    id: 'account-group',
    pattern: 'account_group:{id}',
    type: 'hash',
    fields: { id: 'id', name: 'text', platform: 'text', description: 'text', createdAt: 'iso-time', updatedAt: 'iso-time' },
    breaks: 'The group is lost; API keys bound to it find no account.',
    examples: [`account_group:${GROUP}`],
  },
  {
    ...ids,
    id: 'account-group.members',
    pattern: 'account_group_members:{id}',
    breaks: 'The group has no accounts.',
    examples: [`account_group_members:${GROUP}`],
  },
  {
    ...ids,
    id: 'account-group.reverse',
    pattern: 'account_groups_reverse:{platform}:{accountId}',
    valueClass: 'operational',
    role: 'index',
    breaks: 'The groups of an account are not found from the account.',
    since: '1.1.263',
    examples: [`account_groups_reverse:claude:${ACCOUNT}`],
  },
  {
    ...settled,
    id: 'account-group.reverse-migrated',
    pattern: 'account_groups_reverse:migrated',
    type: 'string',
    value: 'flag',
    valueClass: 'operational',
    role: 'marker',
    breaks: 'The reverse index of groups is built once more at the next start.',
    since: '1.1.263',
    examples: ['account_groups_reverse:migrated'],
  },
];
