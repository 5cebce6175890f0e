import type { FigureSet } from '../../../figures.js';

type Fields = NonNullable<FigureSet['fields']>;

const ephemeral: Fields = { 'cache-5m': 'ephemeral5mTokens', 'cache-1h': 'ephemeral1hTokens' };

const parts: Fields = {
  requests: 'requests',
  input: 'inputTokens',
  output: 'outputTokens',
  'cache-create': 'cacheCreateTokens',
  'cache-read': 'cacheReadTokens',
};

/** `tokens` of a bucket is input + output. Only `allTokens` includes cached tokens. */
const bucket: Fields = { ...parts, ...ephemeral, tokens: 'allTokens' };

const totals: Fields = {
  requests: 'totalRequests',
  input: 'totalInputTokens',
  output: 'totalOutputTokens',
  'cache-create': 'totalCacheCreateTokens',
  'cache-read': 'totalCacheReadTokens',
  'cache-5m': 'totalEphemeral5mTokens',
  'cache-1h': 'totalEphemeral1hTokens',
  tokens: 'totalAllTokens',
};

/** Each request is rounded to a micro-dollar. The cost strings of an API key are exact. */
const costs: Fields = { cost: 'ratedCostMicro', 'real-cost': 'realCostMicro' };

const allTime: Fields = {
  ...parts,
  ...ephemeral,
  tokens: ['inputTokens', 'outputTokens', 'cacheCreateTokens', 'cacheReadTokens'],
  ...costs,
};

/** Written only after a cost other than 0 was recorded. */
const sparse = ['cost', 'real-cost'] as const;

const hashes = (fields: Fields, families: readonly string[]): FigureSet[] => families.map((family) => ({ family, fields }));
const strings = (value: 'cost' | 'real-cost', families: readonly string[]): FigureSet[] =>
  families.map((family) => ({ family, value }));

/** The requests that count towards weekly limits. */
const CLAUDE = 'Claude models through Claude, console and CCR accounts';

const claude: FigureSet[] = [
  ...strings('cost', ['opus.weekly', 'opus.total']),
  ...strings('real-cost', ['opus.real.weekly', 'opus.real.total']),
].map((set) => ({ ...set, part: CLAUDE }));

/** No counter has the cost of accounts, and no string has the real cost of a month or an hour. */
export const sets: readonly FigureSet[] = [
  ...hashes(bucket, ['usage.hourly', 'usage.daily', 'usage.monthly']),
  ...hashes(totals, ['usage.total']),
  ...strings('cost', ['cost.hourly', 'cost.daily', 'cost.monthly', 'cost.total']),
  ...strings('real-cost', ['cost.real.daily', 'cost.real.total']),
  ...hashes({ ...bucket, ...costs }, ['key-model.hourly', 'key-model.daily', 'key-model.monthly']).map((set) => ({
    ...set,
    sparse,
  })),
  { family: 'key-model.alltime', fields: allTime, sparse },
  ...hashes(bucket, ['model.hourly', 'model.daily', 'model.monthly']),
  ...hashes(bucket, ['account-usage.hourly', 'account-usage.daily', 'account-usage.monthly']),
  ...hashes(totals, ['account-usage.total']),
  ...hashes(bucket, ['account-usage.model.hourly', 'account-usage.model.daily', 'account-usage.model.monthly']),
  ...hashes(bucket, ['global.daily', 'global.monthly', 'global.total']),
  // Twice the window of the dashboard, which is 5 minutes unless set.
  { family: 'metrics.minute', fields: { ...parts, tokens: 'totalTokens' }, keptFor: 600 },
  ...claude,
];
