import type { Request } from './traffic.js';

type Counters = Record<string, number>;

/** The eight fields that every counter hash has. */
export function modelCounters({ tokens }: Request): Counters {
  return {
    requests: 1,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheCreateTokens: tokens.cacheCreate,
    cacheReadTokens: tokens.cacheRead,
    allTokens: tokens.input + tokens.output + tokens.cacheCreate + tokens.cacheRead,
    ephemeral5mTokens: tokens.ephemeral5m,
    ephemeral1hTokens: tokens.ephemeral1h,
  };
}

/** Hashes of one API key or account also count what is billed as plain tokens: input and output. */
export const ownerCounters = (request: Request): Counters => ({
  tokens: request.tokens.input + request.tokens.output,
  ...modelCounters(request),
});

/** The counters of one model as fields of an account's hourly hash. */
export function embeddedCounters(request: Request): Counters {
  const counters = modelCounters(request);
  const embedded: Counters = {};
  for (const field in counters) embedded[`model:${request.model}:${field}`] = counters[field]!;
  return embedded;
}

/** The owner's counters in the hash that never ends. */
export function totalCounters({ tokens }: Request): Counters {
  return {
    totalTokens: tokens.input + tokens.output,
    totalRequests: 1,
    totalInputTokens: tokens.input,
    totalOutputTokens: tokens.output,
    totalCacheCreateTokens: tokens.cacheCreate,
    totalCacheReadTokens: tokens.cacheRead,
    totalAllTokens: tokens.input + tokens.output + tokens.cacheCreate + tokens.cacheRead,
    totalEphemeral5mTokens: tokens.ephemeral5m,
    totalEphemeral1hTokens: tokens.ephemeral1h,
  };
}

/** Whole micro-USD; the relay adds these fields with the first request that cost something. */
export const costCounters = ({ realMicro, ratedMicro }: Request): Counters =>
  realMicro > 0 ? { realCostMicro: realMicro, ratedCostMicro: ratedMicro } : {};
