import type { Entity, NameSource } from '../../../figures.js';

const ACCOUNTS = [
  'claude',
  'claude-console',
  'ccr',
  'openai-responses',
  'openai',
  'azure-openai',
  'gemini',
  'gemini-api',
  'droid',
  'bedrock',
];

/** The email address of an account is encrypted, so only the name can be shown. */
const accountNames: NameSource[] = ACCOUNTS.map((kind) => ({
  family: `account.${kind}`,
  fields: ['name'],
  listed: `index.account.${kind}`,
}));

export const entities: readonly Entity[] = [
  {
    dimension: 'api-key',
    word: 'key',
    title: 'API key',
    titles: 'API keys',
    names: [{ family: 'api-key', fields: ['name'], listed: 'index.api-key.all' }],
    belongsTo: { dimension: 'user', field: 'userId' },
  },
  { dimension: 'account', word: 'account', title: 'account', titles: 'accounts', names: accountNames },
  { dimension: 'model', word: 'model', title: 'model', titles: 'models' },
  {
    dimension: 'user',
    word: 'user',
    title: 'user',
    titles: 'users',
    names: [{ family: 'user', fields: ['displayName', 'username'], listed: 'index.user' }],
  },
];
