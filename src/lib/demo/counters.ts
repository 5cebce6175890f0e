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
export const embeddedCounters = (request: Request): Counters =>
  Object.fromEntries(
    Object.entries(modelCounters(request)).map(([field, amount]) => [`model:${request.model}:${field}`, amount]),
  );

/** The owner's counters in the hash that never ends: `totalInputTokens` and so on. */
export const totalCounters = (request: Request): Counters =>
  Object.fromEntries(
    Object.entries(ownerCounters(request)).map(([field, amount]) => [
      `total${field.charAt(0).toUpperCase()}${field.slice(1)}`,
      amount,
    ]),
  );

/** Whole micro-USD; the relay adds these fields with the first request that cost something. */
export const costCounters = ({ realMicro, ratedMicro }: Request): Counters =>
  realMicro > 0 ? { realCostMicro: realMicro, ratedCostMicro: ratedMicro } : {};
