import { listEntry, streamEntry, type Entry } from './entry.js';
import { LIFE } from './lifetimes.js';
import type { Request } from './traffic.js';

/** Number of requests that the relay keeps for each API key. */
const RECORDS_KEPT = 200;

const usd = (micro: number): number => micro / 1e6;

/** A request as an element of `usage:records:{keyId}`. */
export function recordJson({ at, account, model, tokens, realMicro, ratedMicro }: Request): string {
  return JSON.stringify({
    timestamp: new Date(at).toISOString(),
    model,
    accountId: account.id,
    accountType: account.kind.type,
    requestId: `req_${at.toString(36)}`,
    endpoint: '/v1/messages',
    method: 'POST',
    statusCode: 200,
    stream: true,
    durationMs: null,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheCreateTokens: tokens.cacheCreate,
    cacheReadTokens: tokens.cacheRead,
    ephemeral5mTokens: tokens.ephemeral5m,
    ephemeral1hTokens: tokens.ephemeral1h,
    totalTokens: tokens.input + tokens.output + tokens.cacheCreate + tokens.cacheRead,
    cost: usd(ratedMicro),
    realCost: usd(realMicro),
    pricingSource: 'dynamic',
    usedFallbackPricing: false,
    isLongContext: false,
  });
}

/** A request as an event for external billing. */
function billingJson({ at, apiKey, account, model, tokens, realMicro }: Request): string {
  const timestamp = new Date(at).toISOString();
  return JSON.stringify({
    eventId: `${at}-${apiKey.secretHash.slice(0, 9)}`,
    eventType: 'usage.recorded',
    timestamp,
    version: '1.0',
    apiKey: { id: apiKey.id, name: apiKey.name, userId: null },
    usage: { model, inputTokens: tokens.input, outputTokens: tokens.output, cacheReadTokens: tokens.cacheRead },
    cost: { total: usd(realMicro), currency: 'USD' },
    account: { id: account.id, type: account.kind.type },
    context: { isLongContext: false, requestTimestamp: timestamp },
  });
}

/** The last requests of each API key, newest first. */
export function* recordLists(requests: readonly Request[], end: number): Generator<Entry> {
  const byKey = new Map<string, Request[]>();
  for (const request of requests.toSorted((a, b) => b.at - a.at)) {
    const kept = byKey.get(request.apiKey.id) ?? [];
    if (kept.length < RECORDS_KEPT) kept.push(request);
    byKey.set(request.apiKey.id, kept);
  }
  for (const [keyId, kept] of byKey) {
    const lastWrite = kept[0]?.at ?? end;
    const place = { pattern: 'usage:records:{keyId}', values: { keyId }, ttl: lastWrite + LIFE.records - end };
    yield listEntry(place, kept.map(recordJson));
  }
}

/** The stream of the last `length` requests, which nothing inside the relay reads. */
export function billingStream(requests: readonly Request[], length: number): Entry {
  const last = requests.toSorted((a, b) => a.at - b.at).slice(-length);
  return streamEntry(
    { pattern: 'billing:events', values: {}, ttl: null },
    // Ids must ascend, so requests in the same millisecond get a sequence number.
    last.map((request, index) => ({ id: `${request.at}-${index}`, data: billingJson(request) })),
  );
}
