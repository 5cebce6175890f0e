import type { Rollup } from '../../types.js';

const between = (over: Rollup['over'], pairs: readonly (readonly [fine: string, coarse: string])[]): Rollup[] =>
  pairs.map(([fine, coarse]) => ({ fine, coarse, over }));

const byPeriod = between('period', [
  ['usage.hourly', 'usage.daily'],
  ['key-model.hourly', 'key-model.daily'],
  ['model.hourly', 'model.daily'],
  ['cost.hourly', 'cost.daily'],
  ['account-usage.hourly', 'account-usage.daily'],
  ['account-usage.model.hourly', 'account-usage.model.daily'],
  ['usage.daily', 'usage.monthly'],
  ['key-model.daily', 'key-model.monthly'],
  ['model.daily', 'model.monthly'],
  ['global.daily', 'global.monthly'],
  ['cost.daily', 'cost.monthly'],
  ['account-usage.daily', 'account-usage.monthly'],
  ['account-usage.model.daily', 'account-usage.model.monthly'],
]);

const byDimension = between('dimension', [
  ['key-model.hourly', 'usage.hourly'],
  ['key-model.daily', 'usage.daily'],
  ['key-model.monthly', 'usage.monthly'],
  ['key-model.hourly', 'model.hourly'],
  ['key-model.daily', 'model.daily'],
  ['key-model.monthly', 'model.monthly'],
  ['model.daily', 'global.daily'],
  ['model.monthly', 'global.monthly'],
  ['account-usage.model.hourly', 'account-usage.hourly'],
  ['account-usage.model.daily', 'account-usage.daily'],
  ['account-usage.model.monthly', 'account-usage.monthly'],
]);

/** The totals of an API key have other field names. */
const TOTALS = {
  inputTokens: 'totalInputTokens',
  outputTokens: 'totalOutputTokens',
  cacheCreateTokens: 'totalCacheCreateTokens',
  cacheReadTokens: 'totalCacheReadTokens',
  requests: 'totalRequests',
  ephemeral5mTokens: 'totalEphemeral5mTokens',
  ephemeral1hTokens: 'totalEphemeral1hTokens',
};

const toTotals: Rollup[] = [{ fine: 'key-model.alltime', coarse: 'usage.total', over: 'dimension', fields: TOTALS }];

/** Which families add up to which. Checked against data of releases 1.1.314 and 1.1.250. */
export const rollups: readonly Rollup[] = [...byPeriod, ...byDimension, ...toTotals];
