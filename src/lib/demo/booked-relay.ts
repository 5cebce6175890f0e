import { accountEntries } from './accounts.js';
import { apiKeyEntries } from './api-keys.js';
import { bookAll, divided } from './booking.js';
import { DAY, HOUR, type Calendar } from './calendar.js';
import { createCrowd, type ApiKey } from './cast.js';
import type { Entry } from './entry.js';
import { createLedger } from './ledger.js';
import type { Planted } from './manifest.js';
import type { Random } from './random.js';
import { drawRequest, type Request } from './traffic.js';

const KEYS_PER_API_KEY = 745;
const KEYS_PER_ACCOUNT = 7000;

export interface Traffic {
  /** Days with requests. */
  days: number;
  /** The last hours, most of which have requests. */
  hours: number;
}

interface BookedSize {
  keys: number;
  traffic: Traffic;
}

/** As long as daily and hourly statistics last. */
export const LONG_TRAFFIC: Traffic = { days: 32, hours: 7 * 24 };

/**
 * About `keys` keys of a relay with consistent sums: each request is recorded in every key that it affects. The books of one API
 * key are closed before the next are opened, so memory holds only those of one API key, of the accounts and of the whole system.
 */
export function* bookedRelay(
  random: Random,
  calendar: Calendar,
  end: number,
  { keys, traffic }: BookedSize,
): Generator<Entry, Planted[]> {
  const cast = createCrowd(random, {
    apiKeys: Math.max(2, Math.round(keys / KEYS_PER_API_KEY)),
    accounts: Math.max(2, Math.round(keys / KEYS_PER_ACCOUNT)),
  });
  const shared = createLedger(end);
  const lastUsed = new Map<string, number>();
  for (const apiKey of cast.apiKeys) {
    const own = createLedger(end);
    const requests = [...requestsOf(apiKey, random, end, traffic)];
    bookAll(requests, divided(own, shared), calendar, end);
    lastUsed.set(
      apiKey.id,
      requests.reduce((last, { at }) => Math.max(last, at), 0),
    );
    yield* own.entries();
  }
  yield* apiKeyEntries(cast, lastUsed, end);
  yield* accountEntries(cast, random, end);
  yield* shared.entries();
  return [];
}

/** One or two requests in most of the last hours, and two on each earlier day. */
function* requestsOf(apiKey: ApiKey, random: Random, end: number, { days, hours }: Traffic): Generator<Request> {
  for (let day = days - 1; day * DAY > hours * HOUR; day--) {
    for (let n = 0; n < 2; n++) yield drawRequest(random, end - day * DAY - random.below(HOUR), apiKey, apiKey.accounts);
  }
  for (let hour = hours; hour >= 0; hour--) {
    if (random.chance(0.1)) continue;
    const requests = 1 + random.below(2);
    for (let n = 0; n < requests; n++) yield drawRequest(random, end - hour * HOUR, apiKey, apiKey.accounts);
  }
}
