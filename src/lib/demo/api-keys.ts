import { byteString } from '../format/byte-string.js';
import { DAY } from './calendar.js';
import { isDeleted, type ApiKey, type Cast } from './cast.js';
import { hashEntry, setEntry, stringEntry, zsetEntry, type Entry, type Place } from './entry.js';
import { LIFE } from './lifetimes.js';

const stays = (pattern: string, values: Record<string, string> = {}): Place => ({ pattern, values, ttl: null });

export const createdAt = (end: number): number => end - 60 * DAY;

/** The fields of `apikey:{keyId}`. */
export function apiKeyFields(apiKey: ApiKey, created: number, lastUsed: number): Record<string, string | number> {
  const iso = new Date(created).toISOString();
  return {
    id: apiKey.id,
    name: apiKey.name,
    description: '',
    apiKey: apiKey.secretHash,
    tokenLimit: 0,
    concurrencyLimit: 4,
    rateLimitWindow: 60,
    rateLimitRequests: 0,
    rateLimitCost: 10,
    isActive: 'true',
    claudeAccountId: '',
    claudeConsoleAccountId: '',
    permissions: '[]',
    enableModelRestriction: 'false',
    restrictedModels: '[]',
    dailyCostLimit: 50,
    totalCostLimit: 0,
    weeklyOpusCostLimit: 200,
    tags: byteString(JSON.stringify([apiKey.tag])),
    expirationMode: 'fixed',
    isActivated: 'true',
    activatedAt: iso,
    createdAt: iso,
    lastUsedAt: new Date(lastUsed).toISOString(),
    expiresAt: '',
    createdBy: 'admin',
    serviceRates: '{}',
    weeklyResetDay: 1,
    weeklyResetHour: 0,
  };
}

/** The existing API keys, with the indexes that list them. `lastUsed`: ms by API key id. */
export function* apiKeyEntries(cast: Cast, lastUsed: ReadonlyMap<string, number>, end: number): Generator<Entry> {
  const apiKeys = cast.apiKeys.filter((apiKey) => !isDeleted(apiKey));
  const usedAt = (apiKey: ApiKey): number => lastUsed.get(apiKey.id) ?? createdAt(end);
  const ids = apiKeys.map((apiKey) => apiKey.id);
  for (const apiKey of apiKeys) {
    // Each use renews the key's TTL.
    const ttl = usedAt(apiKey) + LIFE.apiKey - end;
    const place = { pattern: 'apikey:{keyId}', values: { keyId: apiKey.id }, ttl };
    yield hashEntry(place, apiKeyFields(apiKey, createdAt(end), usedAt(apiKey)));
  }
  yield hashEntry(stays('apikey:hash_map'), Object.fromEntries(apiKeys.map((apiKey) => [apiKey.secretHash, apiKey.id])));
  yield setEntry(stays('apikey:idx:all'), ids);
  yield setEntry(stays('apikey:set:active'), ids);
  const created = apiKeys.map((apiKey) => [apiKey.id, createdAt(end)] as const);
  yield zsetEntry(stays('apikey:idx:createdAt'), created);
  const used = apiKeys.map((apiKey) => [apiKey.id, usedAt(apiKey)] as const);
  yield zsetEntry(stays('apikey:idx:lastUsedAt'), used);
  const byName = apiKeys.map((apiKey) => [`${apiKey.name.toLowerCase()}\0${apiKey.id}`, 0] as const);
  yield zsetEntry(stays('apikey:idx:name'), byName);
  const tags = [...new Set(apiKeys.map((apiKey) => apiKey.tag))];
  yield setEntry(stays('apikey:tags:all'), tags.map(byteString));
  for (const tag of tags) {
    const members = apiKeys.filter((apiKey) => apiKey.tag === tag).map((apiKey) => apiKey.id);
    yield setEntry(stays('apikey:tag:{tag}', { tag: byteString(tag) }), members);
  }
  yield stringEntry(stays('apikey:index:version'), 2);
}
