import { apiKeyFields, createdAt } from './api-keys.js';
import { costCounters, embeddedCounters, modelCounters, ownerCounters, totalCounters } from './counters.js';
import { hashEntry, listEntry, setEntry, stringEntry, zsetEntry, type Entry, type Place } from './entry.js';
import type { Axis } from './large-axes.js';
import type { World } from './large-world.js';
import { LIFE } from './lifetimes.js';
import { billingStream, recordJson } from './request-log.js';
import { drawRequest, type Request } from './traffic.js';

/** A family of the large keyspace. */
export interface LargeFamily {
  pattern: string;
  /** Of all keys, about as in a real relay's database. */
  share: number;
  axes: readonly Axis[];
  life: number | null;
  /** Makes the key from a request that stands for all that it counts. */
  make(place: Place, request: Request, world: World): Entry;
}

type Counters = (request: Request) => Record<string, number>;
type Make = LargeFamily['make'];

const counted =
  (counters: Counters, more: Counters = () => ({})): Make =>
  (place, request) =>
    hashEntry(place, { ...counters(request), ...more(request) });

const usd: Make = (place, { ratedMicro }) => stringEntry(place, ratedMicro / 1e6);

const someApiKeys: Make = (place, _, { random, apiKeys }) => {
  const from = random.below(apiKeys.length);
  return setEntry(
    place,
    apiKeys.slice(from, from + 1 + random.below(200)).map((apiKey) => apiKey.id),
  );
};

const recentRecords: Make = (place, request, { random, end }) => {
  const length = 1 + random.below(24);
  const requests = Array.from({ length }, (_, n) => drawRequest(random, end - n * 1000, request.apiKey, [request.account]));
  return listEntry(place, requests.map(recordJson));
};

const billing: Make = (_, __, { random, end, apiKeys, accounts }) => {
  const length = Math.min(5000, apiKeys.length * 10);
  const requests = Array.from({ length }, (_unused, n) => drawRequest(random, end - n * 1000, random.pick(apiKeys), accounts));
  return billingStream(requests, length);
};

const leases: Make = (place, _, { random, end }) =>
  zsetEntry(
    place,
    Array.from({ length: 1 + random.below(4) }, () => [random.uuid(), end + LIFE.lease] as const),
  );

const byModel = counted(modelCounters);
const byKeyAndModel = counted(modelCounters, costCounters);
const byOwner = counted(ownerCounters);
const totals = counted(totalCounters);
const hourly = LIFE.hourly;
const daily = LIFE.daily;
const monthly = LIFE.monthly;

const row = (share: number, pattern: string, axes: readonly Axis[], life: number | null, make: Make): LargeFamily => ({
  pattern,
  share,
  axes,
  life,
  make,
});

/** Everything but the keys that fill up the rest. */
export const LARGE_FAMILIES: readonly LargeFamily[] = [
  row(0.2, 'usage:{keyId}:model:hourly:{model}:{hour}', ['apiKey', 'model', 'hour'], hourly, byKeyAndModel),
  row(0.18, 'usage:{keyId}:model:daily:{model}:{date}', ['apiKey', 'model', 'day'], daily, byKeyAndModel),
  row(0.02, 'usage:{keyId}:model:monthly:{model}:{month}', ['apiKey', 'model', 'month'], monthly, byKeyAndModel),
  row(0.012, 'usage:{keyId}:model:alltime:{model}', ['apiKey', 'model'], null, byKeyAndModel),
  row(0.11, 'usage:hourly:{keyId}:{hour}', ['apiKey', 'hour'], hourly, byOwner),
  row(0.08, 'usage:daily:{keyId}:{date}', ['apiKey', 'day'], daily, byOwner),
  row(0.01, 'usage:monthly:{keyId}:{month}', ['apiKey', 'month'], monthly, byOwner),
  row(0.0028, 'usage:{keyId}', ['apiKey'], null, totals),
  row(0.11, 'usage:cost:hourly:{keyId}:{hour}', ['apiKey', 'hour'], hourly, usd),
  row(0.07, 'usage:cost:daily:{keyId}:{date}', ['apiKey', 'day'], LIFE.dailyCost, usd),
  row(0.07, 'usage:cost:real:daily:{keyId}:{date}', ['apiKey', 'day'], LIFE.dailyCost, usd),
  row(0.006, 'usage:cost:monthly:{keyId}:{month}', ['apiKey', 'quarter'], LIFE.monthlyCost, usd),
  row(0.0028, 'usage:cost:total:{keyId}', ['apiKey'], null, usd),
  row(0.05, 'account_usage:model:hourly:{accountId}:{model}:{hour}', ['account', 'model', 'hour'], hourly, byModel),
  row(0.02, 'account_usage:hourly:{accountId}:{hour}', ['account', 'hour'], hourly, counted(ownerCounters, embeddedCounters)),
  row(0.01, 'account_usage:model:daily:{accountId}:{model}:{date}', ['account', 'model', 'day'], daily, byModel),
  row(0.003, 'account_usage:daily:{accountId}:{date}', ['account', 'day'], daily, byOwner),
  row(0.0013, 'usage:model:hourly:{model}:{hour}', ['model', 'hour'], hourly, byModel),
  row(0.0002, 'usage:model:daily:{model}:{date}', ['model', 'day'], daily, byModel),
  row(0.00016, 'usage:hourly:index:{hour}', ['hour'], hourly, someApiKeys),
  row(0.0025, 'usage:records:{keyId}', ['apiKey'], LIFE.records, recentRecords),
  row(0.0028, 'apikey:{keyId}', ['apiKey'], LIFE.apiKey, (place, { apiKey, at }, { end }) =>
    hashEntry(place, apiKeyFields(apiKey, createdAt(end), at)),
  ),
  row(0.001, 'concurrency:{keyId}', ['apiKey'], LIFE.lease, leases),
  row(0, 'billing:events', [], null, billing),
];
