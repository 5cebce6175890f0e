import { DAY, type Calendar } from './calendar.js';
import { isDeleted, type Cast } from './cast.js';
import { hashEntry, stringEntry, type Entry, type Place } from './entry.js';
import type { Ledger } from './ledger.js';
import type { Planted } from './manifest.js';
import type { Random } from './random.js';

/** Families that the relay removes when an API key is deleted permanently. Totals, counters by model and index members remain. */
const GONE_WITH_API_KEY = ['daily', 'monthly', 'hourly', 'cost', 'opus', 'records'];

/** Removes what the relay removes when API keys and accounts are deleted, and keeps the rest. */
function deleteOwners(ledger: Ledger, cast: Cast): Planted[] {
  const planted: Planted[] = [];
  for (const { id } of cast.apiKeys.filter(isDeleted)) {
    for (const key of ledger.keys())
      if (key.includes(id) && GONE_WITH_API_KEY.some((word) => key.startsWith(`usage:${word}:`))) ledger.remove(key);
    planted.push({ problem: 'orphan-owner', keys: ledger.keys().filter((key) => key.includes(id)) });
  }
  for (const { id } of cast.accounts.filter(isDeleted))
    planted.push({ problem: 'deleted-account', keys: ledger.keys().filter((key) => key.includes(id)) });
  return planted;
}

/** Members named `index` in two days' index sets, which the migration at the start of an upgraded relay leaves. */
function plantGhostMembers(ledger: Ledger, calendar: Calendar, end: number): Planted {
  const dates = [end, end - DAY].map((at) => calendar.date(at));
  const keys = dates.flatMap((date) => [`usage:daily:index:${date}`, `usage:model:daily:index:${date}`]);
  const known = new Set(ledger.keys());
  const found = keys.filter((key) => known.has(key));
  for (const key of found) ledger.joinExisting(key, 'index');
  return { problem: 'ghost-member', keys: found };
}

/** The last two daily hashes of an API key expire within a day, as after an import without TTLs and a later clean-up. */
function plantShortTtls(ledger: Ledger, keyId: string): Planted {
  const own = ledger.keys().filter((key) => key.startsWith(`usage:daily:${keyId}:`));
  const keys = own.toSorted().slice(-2);
  for (const key of keys) ledger.shorten(key, DAY);
  return { problem: 'one-day-ttl', keys };
}

/** Limiter counters whose window ended during an answer: written again without a TTL. */
const leakedCounters = (keyId: string): Entry[] => [
  stringEntry({ pattern: 'rate_limit:tokens:{keyId}', values: { keyId }, ttl: null }, 1834),
  stringEntry({ pattern: 'rate_limit:cost:{keyId}', values: { keyId }, ttl: null }, 0.021755),
];

/** Keys of the operator's own program in the same database. */
function foreignEntries(random: Random): Entry[] {
  const place = (pattern: string, values: Record<string, string>, ttl: number | null): Place => ({ pattern, values, ttl });
  return [
    ...Array.from({ length: 12 }, () =>
      hashEntry(place('myapp:session:{uuid}', { uuid: random.uuid() }, 2 * DAY), { user: random.hex(8), theme: 'dark' }),
    ),
    ...Array.from({ length: 6 }, (_, index) =>
      stringEntry(place('myapp:job:{int}', { int: String(1000 + index) }, null), JSON.stringify({ state: 'done', tries: 1 })),
    ),
    stringEntry(place('myapp:feature-flags', {}, null), JSON.stringify({ newLogin: true })),
  ];
}

/** Adds every fault to complete books; the returned entries are keys that no request writes. */
export function plantProblems(
  ledger: Ledger,
  cast: Cast,
  random: Random,
  calendar: Calendar,
  end: number,
): { planted: Planted[]; entries: Entry[] } {
  const [busiest, ...others] = cast.apiKeys.filter((apiKey) => !isDeleted(apiKey));
  const leaked = others.slice(-1).flatMap(({ id }) => leakedCounters(id));
  const foreign = foreignEntries(random);
  const keysOf = (entries: readonly Entry[]): string[] => entries.map(({ key }) => key);
  return {
    planted: [
      ...deleteOwners(ledger, cast),
      plantGhostMembers(ledger, calendar, end),
      ...(busiest ? [plantShortTtls(ledger, busiest.id)] : []),
      { problem: 'counter-without-ttl', keys: keysOf(leaked) },
      { problem: 'unknown-keys', keys: keysOf(foreign) },
    ],
    entries: [...leaked, ...foreign],
  };
}
