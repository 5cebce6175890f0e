import { accountEntries } from './accounts.js';
import { apiKeyEntries } from './api-keys.js';
import { bookAll, divided } from './booking.js';
import type { Calendar } from './calendar.js';
import type { Account, ApiKey } from './cast.js';
import { stringEntry, zsetEntry, type Entry } from './entry.js';
import { requestsOf } from './large-schedule.js';
import { ONE_BUSY_IN, type LargeSize } from './large-size.js';
import { createLedger } from './ledger.js';
import { LIFE } from './lifetimes.js';
import type { Planted } from './manifest.js';
import type { Random } from './random.js';
import { billingStream, recordLists } from './request-log.js';
import type { Request } from './traffic.js';

const MOST_EVENTS = 5000;
const EVENTS_PER_API_KEY = 10;
const MOST_RECORDS = 24;

/**
 * A relay of exactly this size, with consistent sums. Every API key has the same hours, so the number of keys is known in
 * advance; the remaining keys are bound conversations. The books of one API key are closed before the next are opened, so memory
 * holds only those of one API key, of the accounts and of the whole system.
 */
export function* largeRelay(random: Random, calendar: Calendar, end: number, size: LargeSize): Generator<Entry, Planted[]> {
  const { cast, span, rest } = size;
  const shared = createLedger(end);
  const events: Request[] = [];
  const lastUsed = new Map<string, number>();
  for (const [index, apiKey] of cast.apiKeys.entries()) {
    const own = createLedger(end);
    const requests = [...requestsOf(apiKey, random, end, span)];
    bookAll(requests, divided(own, shared), calendar, end);
    yield* own.entries();
    yield* recordLists(requests.slice(-1 - random.below(MOST_RECORDS)), end);
    if (index % ONE_BUSY_IN === 0) yield leases(apiKey, random, end);
    for (const request of requests.slice(-EVENTS_PER_API_KEY)) if (events.length < MOST_EVENTS) events.push(request);
    lastUsed.set(apiKey.id, requests.at(-1)!.at);
  }
  if (cast.apiKeys.length > 0) {
    yield* apiKeyEntries(cast, lastUsed, end);
    yield* accountEntries(cast, random, end);
    yield* shared.entries();
    yield billingStream(events, MOST_EVENTS);
  }
  yield* conversations(random, cast.accounts, rest);
  return [];
}

const leases = ({ id: keyId }: ApiKey, random: Random, end: number): Entry =>
  zsetEntry(
    { pattern: 'concurrency:{keyId}', values: { keyId }, ttl: LIFE.lease },
    Array.from({ length: 1 + random.below(4) }, () => [random.uuid(), end + LIFE.lease] as const),
  );

function* conversations(random: Random, accounts: readonly Account[], count: number): Generator<Entry> {
  for (let index = 0; index < count; index++) {
    const { id: accountId, kind } = random.pick(accounts);
    // Ends with the index, so that all hashes differ.
    const hash = random.hex(24) + index.toString(16).padStart(8, '0');
    const ttl = LIFE.sticky - random.below(LIFE.sticky / 2);
    const place = { pattern: 'unified_claude_session_mapping:{hash}', values: { hash }, ttl };
    yield stringEntry(place, JSON.stringify({ accountId, accountType: kind.type }));
  }
}
