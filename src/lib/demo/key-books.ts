import type { Books } from './ledger.js';
import { LIFE } from './lifetimes.js';
import { byPeriod, type Period } from './periods.js';
import type { Posting } from './posting.js';

const PATTERNS = byPeriod(({ word, slot }) => ({
  apiKey: `usage:${word}:{keyId}:${slot}`,
  model: `usage:model:${word}:{model}:${slot}`,
  both: `usage:{keyId}:model:${word}:{model}:${slot}`,
  all: `usage:global:${word}:${slot}`,
  models: `usage:model:${word}:index:${slot}`,
  apiKeys: `usage:${word}:index:${slot}`,
  boths: `usage:keymodel:${word}:index:${slot}`,
}));

/** Records a request in the counters by API key, by model, by both and overall, with the index sets that list them. */
export function bookKeyUsage(books: Books, posting: Posting): void {
  const { at, values, counters } = posting;
  books.count({ pattern: 'usage:{keyId}', values, ttl: null }, at, counters.total);
  books.count({ pattern: 'usage:{keyId}:model:alltime:{model}', values, ttl: null }, at, counters.allTime, counters.cost);
  books.count({ pattern: 'usage:global:total', values, ttl: null }, at, counters.model);
  for (const period of posting.periods) bookPeriod(books, posting, period);
  books.count({ pattern: 'system:metrics:minute:{minute}', values, ttl: LIFE.minute }, at, counters.minute);
}

function bookPeriod(books: Books, { at, values, counters, keyModel }: Posting, period: Period): void {
  const { word, ttl, indexed } = period;
  const { keyId, model, month } = values;
  const patterns = PATTERNS.get(period)!;
  books.count({ pattern: patterns.apiKey, values, ttl }, at, counters.owner);
  books.count({ pattern: patterns.model, values, ttl }, at, counters.model);
  books.count({ pattern: patterns.both, values, ttl }, at, counters.model, counters.cost);
  if (word !== 'hourly') books.count({ pattern: patterns.all, values, ttl }, at, counters.model);
  books.join({ pattern: patterns.models, values, ttl }, at, model);
  if (indexed) {
    books.join({ pattern: patterns.apiKeys, values, ttl }, at, keyId);
    books.join({ pattern: patterns.boths, values, ttl }, at, keyModel);
  } else {
    books.join({ pattern: 'usage:model:monthly:months', values, ttl: null }, at, month);
  }
}
