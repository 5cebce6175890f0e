import { embeddedCounters, modelCounters, ownerCounters, totalCounters } from './counters.js';
import type { Books } from './ledger.js';
import type { Period } from './periods.js';
import type { Request } from './traffic.js';

/** Enters a request in the counters by upstream account, and by account and model, with the index sets that list them. */
export function bookAccountUsage(ledger: Books, request: Request, periods: readonly Period[]): void {
  const { at, model } = request;
  const accountId = request.account.id;
  const counters = modelCounters(request);
  ledger.count({ pattern: 'account_usage:{accountId}', values: { accountId }, ttl: null }, at, totalCounters(request));
  for (const { word, slot, value, ttl, indexed } of periods) {
    const place = (pattern: string) => ({ pattern, values: { accountId, model, ...value }, ttl });
    // The hourly hash alone also carries the counters of each model, as fields of its own.
    const embedded = word === 'hourly' ? embeddedCounters(request) : {};
    ledger.count(place(`account_usage:${word}:{accountId}:${slot}`), at, { ...ownerCounters(request), ...embedded });
    ledger.count(place(`account_usage:model:${word}:{accountId}:{model}:${slot}`), at, counters);
    if (!indexed) continue;
    ledger.join(place(`account_usage:${word}:index:${slot}`), at, accountId);
    ledger.join(place(`account_usage:model:${word}:index:${slot}`), at, `${accountId}:${model}`);
  }
}
