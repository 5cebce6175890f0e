import type { Random } from './random.js';

/** A kind of upstream account: its name in the relay, and where the relay stores its accounts. */
interface AccountKind {
  type: string;
  platform: string;
  pattern: string;
  index: string;
  /** The kind's name in the key of the set of shared accounts; `null`: no such set. */
  shared: string | null;
  models: readonly string[];
}

export interface Account {
  id: string;
  name: string;
  kind: AccountKind;
  /** Days since it was deleted; `null`: it exists. */
  deletedDaysAgo: number | null;
}

export interface ApiKey {
  id: string;
  name: string;
  /** SHA-256 of the secret; the relay stores nothing else of it. */
  secretHash: string;
  tag: string;
  /** Billed amount per USD of real cost. */
  rate: number;
  /** Maximum requests per hour. */
  pace: number;
  /** The only local hour of the day at which it works, like a nightly job; `null`: any. */
  onlyAt: number | null;
  accounts: readonly Account[];
  deletedDaysAgo: number | null;
}

export interface Cast {
  accounts: readonly Account[];
  apiKeys: readonly ApiKey[];
}

const KINDS = {
  official: {
    type: 'claude-official',
    platform: 'claude',
    pattern: 'claude:account:{id}',
    index: 'claude:account:index',
    shared: null,
    models: ['claude-sonnet-4-5-20250929', 'claude-opus-4-5-20251101', 'claude-haiku-4-5-20251001', 'claude-sonnet-4-5[1m]'],
  },
  console: {
    type: 'claude-console',
    platform: 'claude-console',
    pattern: 'claude_console_account:{id}',
    index: 'claude_console_account:index',
    shared: 'claude_console',
    models: ['claude-sonnet-4-5-20250929', 'deepseek/deepseek-r1:free'],
  },
  openai: {
    type: 'openai-responses',
    platform: 'openai-responses',
    pattern: 'openai_responses_account:{id}',
    index: 'openai_responses_account:index',
    shared: 'openai_responses',
    models: ['gpt-5-codex', 'gpt-5-mini'],
  },
  gemini: {
    type: 'gemini',
    platform: 'gemini',
    pattern: 'gemini_account:{id}',
    index: 'gemini_account:index',
    shared: 'gemini',
    models: ['gemini-2.5-pro'],
  },
} satisfies Record<string, AccountKind>;

/** Name, tag, rate, pace, indexes of its accounts in the list below, and the hour of a nightly job. */
const API_KEYS: readonly [string, string, number, number, readonly number[], number?][] = [
  ['backend-ci', '生产', 1, 5, [0, 1, 2]],
  ['alice-laptop', 'team-a', 1, 3, [0, 1]],
  ['bob-laptop', 'team-a', 1, 4, [0, 2, 3]],
  ['support-bot', '生产', 1.2, 3, [1, 3, 2]],
  ['batch-translate', 'team-b', 1.2, 60, [2, 3], 2],
  ['carol-laptop', 'team-b', 1, 3, [0, 4]],
  ['docs-search', 'team-a', 0.8, 9, [3], 23],
  ['intern', 'team-b', 1, 2, [1, 3]],
  ['review-bot', '生产', 1, 4, [2, 0]],
  ['dave-laptop', 'team-a', 1, 4, [1, 2, 0]],
  ['reports', 'team-b', 0.8, 20, [3, 1], 5],
];

/** A few API keys and accounts. `withDeleted` adds a deleted API key and a deleted account whose usage remains. */
export function createCast(random: Random, withDeleted: boolean): Cast {
  const account = (name: string, kind: AccountKind, deletedDaysAgo: number | null = null): Account => ({
    id: random.uuid(),
    name,
    kind,
    deletedDaysAgo,
  });
  const accounts = [
    account('max-plan-1', KINDS.official),
    account('console-eu', KINDS.console),
    account('codex-pool', KINDS.openai),
    account('gemini-cli', KINDS.gemini),
    ...(withDeleted ? [account('max-plan-old', KINDS.official, 3)] : []),
  ];
  const apiKey = (
    [name, tag, rate, pace, uses, onlyAt]: (typeof API_KEYS)[number],
    deletedDaysAgo: number | null = null,
  ): ApiKey => ({
    id: random.uuid(),
    name,
    secretHash: random.hex(64),
    tag,
    rate,
    pace,
    onlyAt: onlyAt ?? null,
    accounts: uses.flatMap((index) => accounts[index] ?? []),
    deletedDaysAgo,
  });
  return {
    accounts,
    apiKeys: [
      ...API_KEYS.map((row) => apiKey(row)),
      ...(withDeleted ? [apiKey(['left-the-company', 'team-a', 1, 2, [0, 1]], 5)] : []),
    ],
  };
}

/** `count` API keys and `accounts` accounts that differ only in id and name. */
export function createCrowd(random: Random, size: { apiKeys: number; accounts: number }): Cast {
  const accounts = Array.from({ length: size.accounts }, (_, index): Account => ({
    id: random.uuid(),
    name: `account-${index}`,
    kind: random.pickEarly(Object.values(KINDS)),
    deletedDaysAgo: null,
  }));
  const apiKeys = Array.from({ length: size.apiKeys }, (_, index): ApiKey => ({
    id: random.uuid(),
    name: `key-${index}`,
    secretHash: random.hex(64),
    tag: random.pick(['team-a', 'team-b']),
    rate: 1,
    pace: 1,
    onlyAt: null,
    accounts: [random.pick(accounts)],
    deletedDaysAgo: null,
  }));
  return { accounts, apiKeys };
}

/** True when it still existed `daysAgo` days before the end. */
export const existedAt = (entity: { deletedDaysAgo: number | null }, daysAgo: number): boolean =>
  entity.deletedDaysAgo === null || daysAgo > entity.deletedDaysAgo;

export const isDeleted = (entity: { deletedDaysAgo: number | null }): boolean => entity.deletedDaysAgo !== null;
