import type { Books } from './ledger.js';
import { byPeriod } from './periods.js';
import type { Posting } from './posting.js';

const PATTERNS = byPeriod(({ word, slot }) => ({
  account: `account_usage:${word}:{accountId}:${slot}`,
  model: `account_usage:model:${word}:{accountId}:{model}:${slot}`,
  accounts: `account_usage:${word}:index:${slot}`,
  models: `account_usage:model:${word}:index:${slot}`,
}));

/** Records a request in the counters by upstream account, and by account and model, with the index sets that list them. */
export function bookAccountUsage(books: Books, { at, values, counters, periods, accountModel }: Posting): void {
  const { accountId } = values;
  books.count({ pattern: 'account_usage:{accountId}', values, ttl: null }, at, counters.total);
  for (const period of periods) {
    const { ttl, word, indexed } = period;
    const patterns = PATTERNS.get(period)!;
    // Only the hourly hash also has the counters of each model, as separate fields.
    const embedded = word === 'hourly' ? counters.embedded : null;
    books.count({ pattern: patterns.account, values, ttl }, at, counters.owner, embedded);
    books.count({ pattern: patterns.model, values, ttl }, at, counters.model);
    if (!indexed) continue;
    books.join({ pattern: patterns.accounts, values, ttl }, at, accountId);
    books.join({ pattern: patterns.models, values, ttl }, at, accountModel);
  }
}
