import type { Family, Unit } from '../../../types.js';

type Fields = Record<string, Unit>;

const tokenParts: Fields = {
  inputTokens: 'tokens',
  outputTokens: 'tokens',
  cacheCreateTokens: 'tokens',
  cacheReadTokens: 'tokens',
};

/** One bucket of a model, of an account's model or of the whole system, without `ephemeralFields`. */
export const modelFields: Fields = { ...tokenParts, allTokens: 'tokens', requests: 'requests' };

/** One bucket of an API key or an account, without `ephemeralFields`. `tokens` is input + output. */
export const bucketFields: Fields = { tokens: 'tokens', ...modelFields };

/** The all-time hash of a key's model has no `allTokens`. */
export const allTimeFields: Fields = { ...tokenParts, requests: 'requests' };

/** Cache writes by cache TTL. Releases before 1.1.114 (API keys) or 1.1.280 (everything else) do not write them. */
export const ephemeralFields: Fields = { ephemeral5mTokens: 'tokens', ephemeral1hTokens: 'tokens' };

/** Costs by model. From 1.1.263 on, and only after a cost other than 0 was recorded. */
export const costFields: Fields = { realCostMicro: 'micro-usd', ratedCostMicro: 'micro-usd' };

/** From 1.1.122 on, and only after a request with a long context. */
export const longContextFields: Fields = {
  longContextInputTokens: 'tokens',
  longContextOutputTokens: 'tokens',
  longContextRequests: 'requests',
};

export const totalFields: Fields = {
  totalTokens: 'tokens',
  totalInputTokens: 'tokens',
  totalOutputTokens: 'tokens',
  totalCacheCreateTokens: 'tokens',
  totalCacheReadTokens: 'tokens',
  totalAllTokens: 'tokens',
  totalRequests: 'requests',
};

export const totalOptionalFields: Fields = {
  totalEphemeral5mTokens: 'tokens',
  totalEphemeral1hTokens: 'tokens',
  totalLongContextInputTokens: 'tokens',
  totalLongContextOutputTokens: 'tokens',
  totalLongContextRequests: 'requests',
};

/** The same fields once per model, inside the hourly hash of an account. */
export const embeddedModelFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, unit]) => [`model:{model}:${name}`, unit]));

type FieldReleases = NonNullable<Family['fieldReleases']>;

const from = (since: string, ...groups: readonly Fields[]): FieldReleases =>
  Object.fromEntries(groups.flatMap((group) => Object.keys(group)).map((name) => [name, { since }]));

/** Hashes of API keys, and of API keys by model, got `ephemeralFields` first, except those by hour. */
export const earlyEphemeral: FieldReleases = from('1.1.114', ephemeralFields);
export const lateEphemeral: FieldReleases = from('1.1.280', ephemeralFields);
export const longContextSince: FieldReleases = from('1.1.122', longContextFields);
export const costSince: FieldReleases = from('1.1.263', costFields);
export const embeddedSince = (fields: Fields, since: string): FieldReleases => from(since, embeddedModelFields(fields));

const inTotals = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, unit]) => [`total${name.charAt(0).toUpperCase()}${name.slice(1)}`, unit]),
  );

/** The releases of fields in totals. `lives`: the first release with `ephemeralFields` there. */
export const totalsSince = (lives: string): FieldReleases => ({
  ...from(lives, inTotals(ephemeralFields)),
  ...from('1.1.122', inTotals(longContextFields)),
});
