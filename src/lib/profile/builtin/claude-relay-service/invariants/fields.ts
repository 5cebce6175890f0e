import type { FieldInvariant, ValueInvariant } from '../../../invariants.js';

const buckets = ['usage.daily', 'usage.monthly', 'usage.hourly'];
const accountBuckets = ['account-usage.daily', 'account-usage.monthly', 'account-usage.hourly'];
const totals = ['usage.total', 'account-usage.total'];
const models = ['key-model.daily', 'key-model.monthly', 'key-model.hourly', 'model.daily', 'model.monthly', 'model.hourly'];
const accountModels = ['account-usage.model.daily', 'account-usage.model.monthly', 'account-usage.model.hourly'];
const systemWide = ['global.total', 'global.daily', 'global.monthly'];
const detailed = [...buckets, ...accountBuckets, ...models, ...accountModels, ...systemWide];

const cause = 'A request whose commands were cut off: they are sent one by one, without a transaction.';

/** Within one hash. */
export const fieldInvariants: (FieldInvariant | ValueInvariant)[] = [
  {
    id: 'V1',
    kind: 'values',
    title: 'counters are whole numbers, costs decimals, neither is negative, and keys have the type of their family',
    roles: ['counter'],
    cause: 'A manual edit, an import, or another program that writes the same key.',
    unrepairable: 'the right value cannot be derived from the wrong one',
  },
  {
    id: 'P1',
    kind: 'fields',
    title: 'tokens = inputTokens + outputTokens',
    compare: 'equal',
    in: [
      { families: [...buckets, ...accountBuckets], whole: 'tokens', parts: ['inputTokens', 'outputTokens'] },
      { families: totals, whole: 'totalTokens', parts: ['totalInputTokens', 'totalOutputTokens'] },
    ],
    cause,
  },
  {
    id: 'P2',
    kind: 'fields',
    title: 'allTokens = inputTokens + outputTokens + cacheCreateTokens + cacheReadTokens',
    compare: 'equal',
    in: [
      {
        families: detailed,
        whole: 'allTokens',
        parts: ['inputTokens', 'outputTokens', 'cacheCreateTokens', 'cacheReadTokens'],
      },
      {
        families: totals,
        whole: 'totalAllTokens',
        parts: ['totalInputTokens', 'totalOutputTokens', 'totalCacheCreateTokens', 'totalCacheReadTokens'],
      },
    ],
    cause,
  },
  {
    id: 'P3',
    kind: 'fields',
    // Some providers, and older responses, report cache writes without the split, so the two may add up to less.
    title: 'cacheCreateTokens is at least ephemeral5mTokens + ephemeral1hTokens',
    compare: 'at-least',
    in: [
      {
        families: [...detailed, 'key-model.alltime'],
        whole: 'cacheCreateTokens',
        parts: ['ephemeral5mTokens', 'ephemeral1hTokens'],
      },
      { families: totals, whole: 'totalCacheCreateTokens', parts: ['totalEphemeral5mTokens', 'totalEphemeral1hTokens'] },
    ],
    cause,
    unrepairable: 'it is not known which of the two figures is wrong',
  },
];
