/** The JSON that the application keeps of each request. Names and order of the members are those of the release. */
import type { FinishedRequest, WriteContext } from '../../../recording.js';
import { compareVersions } from '../../../version.js';

const RATES = '1.1.263';
const META = '1.1.300';
const PRICING = '1.1.304';

const KINDS = ['input', 'output', 'cacheCreate', 'cacheRead', 'ephemeral5m', 'ephemeral1h'] as const;

/** Costs are kept to a micro-dollar. */
const rounded = (usd: number): number => Number(usd.toFixed(6));

const breakdown = ({ meta: { costBreakdown } }: FinishedRequest): Record<string, number> =>
  Object.fromEntries(KINDS.map((kind) => [kind, costBreakdown?.[kind] ?? 0]));

const totalOf = ({ inputTokens, outputTokens, cacheCreateTokens, cacheReadTokens }: FinishedRequest): number =>
  inputTokens + outputTokens + cacheCreateTokens + cacheReadTokens;

/** An element of the list of the last requests. */
export function usageRecord({ request, release }: WriteContext): string {
  const isSince = (version: string): boolean => compareVersions(release, version) >= 0;
  const { details, meta } = request;
  const whole = {
    ...breakdown(request),
    ...(isSince(PRICING) && { total: request.realCost }),
  };
  const costs = details ? whole : meta.costBreakdown;
  return JSON.stringify({
    timestamp: new Date(request.at).toISOString(),
    model: request.model,
    accountId: request.account,
    ...((details || isSince(RATES)) && { accountType: request.accountType }),
    ...(isSince(META) && {
      requestId: meta.requestId || null,
      endpoint: meta.endpoint || null,
      method: meta.method || null,
      statusCode: meta.statusCode || null,
      stream: meta.stream === true,
      durationMs: meta.durationMs ?? null,
    }),
    inputTokens: request.inputTokens,
    outputTokens: request.outputTokens,
    cacheCreateTokens: request.cacheCreateTokens,
    cacheReadTokens: request.cacheReadTokens,
    ...(details && { ephemeral5mTokens: request.cache5mTokens, ephemeral1hTokens: request.cache1hTokens }),
    totalTokens: totalOf(request),
    cost: rounded(isSince(RATES) ? request.cost : request.realCost),
    ...(isSince(RATES) && { realCost: rounded(request.realCost) }),
    ...((isSince(details ? PRICING : META) || !isSince(RATES)) && { costBreakdown: costs }),
    ...(isSince(RATES) && { realCostBreakdown: costs }),
    ...(details &&
      isSince(PRICING) && {
        pricingSource: meta.pricingSource || null,
        usedFallbackPricing: meta.usedFallbackPricing === true,
      }),
    ...((details || isSince(META)) && { isLongContext: request.longContext }),
  });
}

/** A request in detail, as 1.1.314 keeps it, without its body and what that says of reasoning. */
export function requestDetail({ request }: WriteContext): string {
  const { details, meta } = request;
  const costs = (details ? { ...breakdown(request), total: request.realCost } : meta.costBreakdown) ?? null;
  return JSON.stringify({
    requestId: request.detailId,
    timestamp: new Date(request.at).toISOString(),
    requestStartedAt: meta.startedAt === undefined ? null : new Date(meta.startedAt).toISOString(),
    endpoint: meta.endpoint || null,
    method: meta.method || null,
    statusCode: meta.statusCode ?? 200,
    stream: meta.stream === true,
    apiKeyId: request.apiKey,
    accountId: request.account,
    accountType: request.accountType || 'unknown',
    model: request.model || 'unknown',
    inputTokens: request.inputTokens,
    outputTokens: request.outputTokens,
    cacheReadTokens: request.cacheReadTokens,
    cacheCreateTokens: request.cacheCreateTokens,
    totalTokens: totalOf(request),
    cost: rounded(request.cost),
    // As the application has it: a cost of 0 is taken for none.
    realCost: rounded(request.realCost) || rounded(request.cost),
    costBreakdown: costs,
    realCostBreakdown: costs,
    pricingSource: (details && meta.pricingSource) || null,
    usedFallbackPricing: details && meta.usedFallbackPricing === true,
    costRecomputed: false,
    durationMs: meta.durationMs ?? 0,
    isLongContextRequest: request.longContext,
    reasoningDisplay: null,
    reasoningSource: null,
  });
}

/** The id of an event is its time, and nine random characters. */
const eventId = (at: number): string => `${at}-${Math.random().toString(36).slice(2, 11)}`;

/** An event for external billing, at list price. */
export function billingEvent({ request }: WriteContext): string {
  const { at, meta } = request;
  const timestamp = new Date(at).toISOString();
  return JSON.stringify({
    eventId: eventId(at),
    eventType: 'usage.recorded',
    timestamp,
    version: '1.0',
    apiKey: { id: request.apiKey, name: meta.keyName || null, userId: meta.userId || null },
    usage: {
      model: request.model,
      inputTokens: request.inputTokens,
      outputTokens: request.outputTokens,
      cacheCreateTokens: request.cacheCreateTokens,
      cacheReadTokens: request.cacheReadTokens,
      ephemeral5mTokens: request.cache5mTokens,
      ephemeral1hTokens: request.cache1hTokens,
      totalTokens: totalOf(request),
    },
    cost: { total: request.realCost, currency: 'USD', breakdown: breakdown(request) },
    account: { id: request.account, type: request.accountType },
    context: { isLongContext: request.longContext, requestTimestamp: timestamp },
  });
}
