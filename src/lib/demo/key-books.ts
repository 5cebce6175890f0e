import { MINUTE } from './calendar.js';
import { costCounters, modelCounters, ownerCounters, totalCounters } from './counters.js';
import type { Books } from './ledger.js';
import { LIFE } from './lifetimes.js';
import type { Period } from './periods.js';
import type { Request } from './traffic.js';

/** Enters a request in the counters by API key, by model, by both and by nothing, with the index sets that list them. */
export function bookKeyUsage(ledger: Books, request: Request, periods: readonly Period[]): void {
  bookTotals(ledger, request);
  for (const period of periods) bookPeriod(ledger, request, period);
  bookMinute(ledger, request);
}

function bookTotals(ledger: Books, request: Request): void {
  const { at, model } = request;
  const keyId = request.apiKey.id;
  const counters = modelCounters(request);
  const { allTokens: _, ...allTimeCounters } = counters;
  ledger.count({ pattern: 'usage:{keyId}', values: { keyId }, ttl: null }, at, totalCounters(request));
  ledger.count({ pattern: 'usage:{keyId}:model:alltime:{model}', values: { keyId, model }, ttl: null }, at, {
    ...allTimeCounters,
    ...costCounters(request),
  });
  ledger.count({ pattern: 'usage:global:total', values: {}, ttl: null }, at, counters);
}

function bookPeriod(ledger: Books, request: Request, { word, slot, value, ttl, indexed }: Period): void {
  const { at, model } = request;
  const keyId = request.apiKey.id;
  const counters = modelCounters(request);
  const place = (pattern: string) => ({ pattern, values: { keyId, model, ...value }, ttl });
  ledger.count(place(`usage:${word}:{keyId}:${slot}`), at, ownerCounters(request));
  ledger.count(place(`usage:model:${word}:{model}:${slot}`), at, counters);
  ledger.count(place(`usage:{keyId}:model:${word}:{model}:${slot}`), at, { ...counters, ...costCounters(request) });
  if (word !== 'hourly') ledger.count(place(`usage:global:${word}:${slot}`), at, counters);
  ledger.join(place(`usage:model:${word}:index:${slot}`), at, model);
  if (indexed) {
    ledger.join(place(`usage:${word}:index:${slot}`), at, keyId);
    ledger.join(place(`usage:keymodel:${word}:index:${slot}`), at, `${keyId}:${model}`);
  } else {
    ledger.join({ pattern: 'usage:model:monthly:months', values: {}, ttl: null }, at, Object.values(value).join());
  }
}

function bookMinute(ledger: Books, request: Request): void {
  const { input, output, cacheCreate, cacheRead } = request.tokens;
  const minute = String(Math.floor(request.at / MINUTE));
  ledger.count({ pattern: 'system:metrics:minute:{minute}', values: { minute }, ttl: LIFE.minute }, request.at, {
    requests: 1,
    totalTokens: input + output + cacheCreate + cacheRead,
    inputTokens: input,
    outputTokens: output,
    cacheCreateTokens: cacheCreate,
    cacheReadTokens: cacheRead,
  });
}
