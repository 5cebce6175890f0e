import { bookAccountUsage } from './account-books.js';
import type { Calendar } from './calendar.js';
import { bookCost } from './cost-books.js';
import { bookKeyUsage } from './key-books.js';
import type { Books, Ledger } from './ledger.js';
import { postingOf } from './posting.js';
import type { Request } from './traffic.js';

/** Records each request in every key that it affects. `end`: writes that have expired by then are skipped. */
export function bookAll(requests: Iterable<Request>, books: Books, calendar: Calendar, end: number): void {
  for (const request of requests) {
    const posting = postingOf(request, calendar, end);
    bookKeyUsage(books, posting);
    bookAccountUsage(books, posting);
    bookCost(books, posting);
  }
}

/** Keys that name the API key go to its own books, all others to the shared ones. */
export function divided(own: Ledger, shared: Ledger): Books {
  const known = new Map<string, Ledger>();
  const of = (pattern: string): Ledger => {
    let ledger = known.get(pattern);
    if (!ledger) known.set(pattern, (ledger = pattern.includes('{keyId}') ? own : shared));
    return ledger;
  };
  return {
    count: (place, at, figures, others) => of(place.pattern).count(place, at, figures, others),
    spend: (place, at, micro) => of(place.pattern).spend(place, at, micro),
    join: (place, at, member) => of(place.pattern).join(place, at, member),
  };
}
