import { bookAccountUsage } from './account-books.js';
import { DAY, HOUR, type Calendar } from './calendar.js';
import type { ApiKey } from './cast.js';
import { bookCost } from './cost-books.js';
import type { Place } from './entry.js';
import { bookKeyUsage } from './key-books.js';
import type { Books, Ledger } from './ledger.js';
import { periodsAt } from './periods.js';
import type { Random } from './random.js';
import { drawRequestOf, type Request } from './traffic.js';

/** Busy hours up to the end, and days of which the earlier ones have one request each. */
export interface Span {
  hours: number;
  days: number;
}

/** The last comes at the end; the models of the account take turns, so that every API key of such an account has the same keys. */
export function* requestsOf(apiKey: ApiKey, random: Random, end: number, { hours, days }: Span): Generator<Request> {
  const account = apiKey.accounts[0]!;
  const { models } = account.kind;
  const request = (at: number, turn: number): Request =>
    drawRequestOf(random, at, apiKey, account, models[turn % models.length]!);
  for (let day = days; day * DAY > hours * HOUR; day--) yield request(end - day * DAY, day);
  for (let hour = hours - 1; hour >= 0; hour--) yield request(end - hour * HOUR, hour);
}

/** Enters requests of one API key: what names it into its own books, all else into those of all. */
export function bookAll(requests: Iterable<Request>, own: Ledger, shared: Ledger, calendar: Calendar, end: number): void {
  const of = ({ pattern }: Place): Ledger => (pattern.includes('{keyId}') ? own : shared);
  const books: Books = {
    count: (place, at, amounts) => of(place).count(place, at, amounts),
    spend: (place, at, micro) => of(place).spend(place, at, micro),
    join: (place, at, member) => of(place).join(place, at, member),
  };
  for (const request of requests) {
    const periods = periodsAt(calendar, request.at, end);
    bookKeyUsage(books, request, periods);
    bookAccountUsage(books, request, periods);
    bookCost(books, request, calendar);
  }
}
