/** Computes the number of API keys for a relay of `keys` keys, from one sample API key per kind of account. */
import { bookAll, divided } from './booking.js';
import type { Calendar } from './calendar.js';
import { createCrowd, type Account, type ApiKey, type Cast } from './cast.js';
import { fillPattern, type Place } from './entry.js';
import { requestsOf, type Span } from './large-schedule.js';
import { createLedger } from './ledger.js';
import { createRandom, type Random } from './random.js';

export interface LargeSize {
  cast: Cast;
  span: Span;
  /** Number of remaining keys. */
  rest: number;
  /** Number of keys without a TTL. */
  staying: number;
}

/** One API key in this many has requests in progress. */
export const ONE_BUSY_IN = 3;

/** A week of hours for large relays, a few hours for the smallest. */
const SPANS: readonly Span[] = [
  { hours: 168, days: 32 },
  { hours: 48, days: 16 },
  { hours: 12, days: 6 },
  { hours: 3, days: 3 },
];
const FEWEST_API_KEYS = 12;
/** Share of statistics among all keys, as in a real relay; the others are bound conversations. */
const BOOKED = 0.97;
const KEYS_PER_ACCOUNT = 7_000;
/** Minimum keys per API key. */
const LEAST_PER_API_KEY = 40;
/** The stream of billing events. */
const STREAM = { keys: 1, staying: 1 };

/** As many API keys as fit, with the longest past that leaves room for a dozen of them. */
export function largeSize(random: Random, calendar: Calendar, end: number, keys: number): LargeSize {
  const crowd = createCrowd(random, {
    apiKeys: Math.max(FEWEST_API_KEYS, Math.ceil(keys / LEAST_PER_API_KEY)),
    accounts: Math.max(3, Math.round(keys / KEYS_PER_ACCOUNT)),
  });
  let best: LargeSize = { cast: { ...crowd, apiKeys: [] }, span: SPANS[0]!, rest: keys, staying: 0 };
  for (const span of SPANS) {
    const found = fitted(crowd, new Shape(span, calendar, end), keys);
    if (found.cast.apiKeys.length > best.cast.apiKeys.length) best = found;
    if (best.cast.apiKeys.length >= FEWEST_API_KEYS) break;
  }
  return best;
}

function fitted(crowd: Cast, shape: Shape, keys: number): LargeSize {
  const accounts = new Set<Account>();
  const kinds = new Set<Account['kind']>();
  const tags = new Set<string>();
  let apiKeys = 0;
  let ofOwners: Count = STREAM;
  let all: Count = { keys: 0, staying: 0 };
  for (const apiKey of crowd.apiKeys) {
    const [account] = apiKey.accounts;
    const records = { keys: apiKeys % ONE_BUSY_IN === 0 ? 2 : 1, staying: 0 };
    const { own, ofAccount } = shape.of(apiKey);
    const isNew = !accounts.has(account!);
    kinds.add(account!.kind);
    tags.add(apiKey.tag);
    ofOwners = [own, records, ...(isNew ? [ofAccount] : [])].reduce(plus, ofOwners);
    const reached = plus(ofOwners, shape.ofAll(kinds, tags.size));
    if (reached.keys > keys * BOOKED) break;
    all = reached;
    accounts.add(account!);
    apiKeys++;
  }
  const cast = { apiKeys: crowd.apiKeys.slice(0, apiKeys), accounts: apiKeys === 0 ? crowd.accounts : [...accounts] };
  return { cast, span: shape.span, rest: keys - all.keys, staying: all.staying };
}

interface Count {
  keys: number;
  staying: number;
}

const plus = (a: Count, b: Count): Count => ({ keys: a.keys + b.keys, staying: a.staying + b.staying });

const countOf = (places: Iterable<Place>): Count => {
  const count = { keys: 0, staying: 0 };
  for (const { ttl } of places) {
    count.keys++;
    if (ttl === null) count.staying++;
  }
  return count;
};

interface OwnerCounts {
  /** `own`: keys of the API key, including its hash. `ofAccount`: keys of its account, including the account's hash. */
  own: Count;
  ofAccount: Count;
}

/** The keys of a relay, which depend only on the kinds of its accounts. */
class Shape {
  readonly span: Span;
  readonly #calendar: Calendar;
  readonly #end: number;
  readonly #owners = new Map<Account['kind'], OwnerCounts>();
  /** Keys of the whole system, by name. */
  readonly #shared = new Map<string, Place>();
  #sharedCount: Count = { keys: 0, staying: 0 };
  readonly #random = createRandom(1);

  constructor(span: Span, calendar: Calendar, end: number) {
    this.span = span;
    this.#calendar = calendar;
    this.#end = end;
  }

  of(apiKey: ApiKey): OwnerCounts {
    const [account] = apiKey.accounts;
    const known = this.#owners.get(account!.kind);
    if (known) return known;
    const [own, shared] = [createLedger(this.#end), createLedger(this.#end)];
    const requests = requestsOf(apiKey, this.#random, this.#end, this.span);
    bookAll(requests, divided(own, shared), this.#calendar, this.#end);
    const places = [...shared.places()];
    const isAccounts = ({ pattern }: Place): boolean => pattern.includes('{accountId}');
    for (const place of places) if (!isAccounts(place)) this.#shared.set(fillPattern(place.pattern, place.values), place);
    this.#sharedCount = countOf(this.#shared.values());
    const counts = {
      own: plus(countOf(own.places()), { keys: 1, staying: 0 }),
      ofAccount: plus(countOf(places.filter(isAccounts)), { keys: 1, staying: 1 }),
    };
    this.#owners.set(account!.kind, counts);
    return counts;
  }

  /** Keys of the whole system, including lists. */
  ofAll(kinds: ReadonlySet<Account['kind']>, tags: number): Count {
    const lists = [...kinds].reduce((sum, { shared }) => sum + (shared === null ? 1 : 2), LISTS + tags);
    return plus(this.#sharedCount, { keys: lists, staying: lists });
  }
}

/** Lists of API keys, without those of tags. */
const LISTS = 8;
