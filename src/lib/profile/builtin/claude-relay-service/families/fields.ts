import type { Family, Unit } from '../../../types.js';

type Fields = Record<string, Unit>;

const tokenParts: Fields = {
  inputTokens: 'tokens',
  outputTokens: 'tokens',
  cacheCreateTokens: 'tokens',
  cacheReadTokens: 'tokens',
};

/** F8 without its ephemeral part: one bucket of a model, an account's model or the whole system. */
export const modelFields: Fields = { ...tokenParts, allTokens: 'tokens', requests: 'requests' };

/** F9 without its ephemeral part: one bucket of an API key or an account. `tokens` is input + output. */
export const bucketFields: Fields = { tokens: 'tokens', ...modelFields };

/** The all-time hash of a key's model has no `allTokens`. */
export const allTimeFields: Fields = { ...tokenParts, requests: 'requests' };

/** Cache writes by life; absent from what releases before 1.1.114 (API keys) or 1.1.280 (everything else) have written. */
export const ephemeralFields: Fields = { ephemeral5mTokens: 'tokens', ephemeral1hTokens: 'tokens' };

/** What makes F8 into F8c; only there once a cost other than 0 was recorded, from 1.1.263 on. */
export const costFields: Fields = { realCostMicro: 'micro-usd', ratedCostMicro: 'micro-usd' };

/** L3: only written by requests with a long context, from 1.1.122 on. */
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

/** The same fields once per model, inside the hour of an account. */
export const embeddedModelFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, unit]) => [`model:{model}:${name}`, unit]));

type FieldReleases = NonNullable<Family['fieldReleases']>;

const from = (since: string, ...groups: readonly Fields[]): FieldReleases =>
  Object.fromEntries(groups.flatMap((group) => Object.keys(group)).map((name) => [name, { since }]));

/** Hashes of API keys by themselves and by model, but for those by hour, had the lives of cache writes first. */
export const earlyLives: FieldReleases = from('1.1.114', ephemeralFields);
export const lateLives: FieldReleases = from('1.1.280', ephemeralFields);
export const longContextSince: FieldReleases = from('1.1.122', longContextFields);
export const costSince: FieldReleases = from('1.1.263', costFields);
export const embeddedSince = (fields: Fields, since: string): FieldReleases => from(since, embeddedModelFields(fields));

const inTotals = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, unit]) => [`total${name.charAt(0).toUpperCase()}${name.slice(1)}`, unit]),
  );

/** The same in totals, whose lives of cache writes began with this release. */
export const totalsSince = (lives: string): FieldReleases => ({
  ...from(lives, inTotals(ephemeralFields)),
  ...from('1.1.122', inTotals(longContextFields)),
});
