import { accountEntries } from './accounts.js';
import { apiKeyEntries } from './api-keys.js';
import { bookAll } from './booking.js';
import type { Calendar } from './calendar.js';
import { createCast, isDeleted } from './cast.js';
import type { Entry } from './entry.js';
import { liveEntries, settingEntries } from './housekeeping.js';
import { createLedger } from './ledger.js';
import type { Planted } from './manifest.js';
import { plantProblems } from './problems.js';
import type { Random } from './random.js';
import { rankEntries } from './ranks.js';
import { billingStream, recordLists } from './request-log.js';
import { traffic, type Request } from './traffic.js';

const BILLING_EVENTS = 40;
const MANY_BILLING_EVENTS = 2000;

/**
 * The keys of a small relay after these days of traffic. Each request is recorded in every key that it affects, so all sums are
 * consistent. Returns the planted faults.
 */
export function* smallRelay(
  random: Random,
  calendar: Calendar,
  { end, days }: { end: number; days: number },
  problems: boolean,
): Generator<Entry, Planted[]> {
  const cast = createCast(random, problems);
  const requests = [...traffic(cast, random, calendar, end, days)];
  const ledger = createLedger(end);
  bookAll(requests, ledger, calendar, end);
  const { planted, entries } = problems ? plantProblems(ledger, cast, random, calendar, end) : { planted: [], entries: [] };
  const existing = requests.filter((request) => !isDeleted(request.apiKey));

  yield* apiKeyEntries(cast, lastUses(existing), end);
  yield* accountEntries(cast, random, end);
  yield* ledger.entries();
  yield* recordLists(existing, end);
  yield* settingEntries(random, calendar, end);
  yield* rankEntries(existing, calendar, end);
  yield* liveEntries(cast, random, end);
  yield* entries;
  const events = billingStream(requests, problems ? MANY_BILLING_EVENTS : BILLING_EVENTS);
  yield events;
  return problems ? [...planted, { problem: 'large-stream', keys: [events.key] }] : [];
}

/** Last use of each API key, by id. */
function lastUses(requests: readonly Request[]): Map<string, number> {
  const lastUsed = new Map<string, number>();
  for (const { apiKey, at } of requests) lastUsed.set(apiKey.id, Math.max(lastUsed.get(apiKey.id) ?? at, at));
  return lastUsed;
}
