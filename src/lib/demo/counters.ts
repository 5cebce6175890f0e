import type { Figures } from './ledger.js';
import type { Request } from './traffic.js';

/** The eight fields of every counter hash. */
const MODEL_FIELDS = [
  'requests',
  'inputTokens',
  'outputTokens',
  'cacheCreateTokens',
  'cacheReadTokens',
  'allTokens',
  'ephemeral5mTokens',
  'ephemeral1hTokens',
];
/** Hashes of one API key or account also count the plainly billed tokens: input and output. */
const OWNER_FIELDS = ['tokens', ...MODEL_FIELDS];
/** The same fields in the hash without a period. */
const TOTAL_FIELDS = [
  'totalTokens',
  'totalRequests',
  'totalInputTokens',
  'totalOutputTokens',
  'totalCacheCreateTokens',
  'totalCacheReadTokens',
  'totalAllTokens',
  'totalEphemeral5mTokens',
  'totalEphemeral1hTokens',
];
const ALL_TIME_FIELDS = MODEL_FIELDS.filter((field) => field !== 'allTokens');
const COST_FIELDS = ['realCostMicro', 'ratedCostMicro'];
const MINUTE_FIELDS = ['requests', 'totalTokens', 'inputTokens', 'outputTokens', 'cacheCreateTokens', 'cacheReadTokens'];

/** By model: the counters as fields of an account's hourly hash. */
const embedded = new Map<string, string[]>();

function embeddedFields(model: string): string[] {
  let fields = embedded.get(model);
  if (!fields) embedded.set(model, (fields = MODEL_FIELDS.map((field) => `model:${model}:${field}`)));
  return fields;
}

/** The increments of one request for each kind of hash. */
export interface Counters {
  model: Figures;
  owner: Figures;
  total: Figures;
  /** For a model, over all time. */
  allTime: Figures;
  /** Integer micro-USD; `null` for a free request: the relay adds these fields with the first request that costs something. */
  cost: Figures | null;
  /** For the model, as separate fields in the account's hash. */
  embedded: Figures;
  minute: Figures;
}

export function countersOf({ tokens, model, realMicro, ratedMicro }: Request): Counters {
  const { input, output, cacheCreate, cacheRead, ephemeral5m, ephemeral1h } = tokens;
  const all = input + output + cacheCreate + cacheRead;
  const ofModel = [1, input, output, cacheCreate, cacheRead, all, ephemeral5m, ephemeral1h];
  const ofOwner = [input + output, ...ofModel];
  return {
    model: { fields: MODEL_FIELDS, amounts: ofModel },
    owner: { fields: OWNER_FIELDS, amounts: ofOwner },
    total: { fields: TOTAL_FIELDS, amounts: ofOwner },
    allTime: { fields: ALL_TIME_FIELDS, amounts: [1, input, output, cacheCreate, cacheRead, ephemeral5m, ephemeral1h] },
    cost: realMicro > 0 ? { fields: COST_FIELDS, amounts: [realMicro, ratedMicro] } : null,
    embedded: { fields: embeddedFields(model), amounts: ofModel },
    minute: { fields: MINUTE_FIELDS, amounts: [1, all, input, output, cacheCreate, cacheRead] },
  };
}
