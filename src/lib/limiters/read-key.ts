/** What is asked about one key of a limiter, and what the answers say. */
import { parseListTime } from '../audit/limiters/times.js';
import { minus, parseDecimal, plus, whole, ZERO, type Decimal } from '../format/decimal.js';
import { numberOf, parsed } from '../limits/amount.js';
import type { Answer, Question } from '../usage/store.js';
import type { ReadyRule } from '../audit/limiters/ready.js';

/** Entries of a list that are read at most: more than any limit that is usual. */
const MOST_ENTRIES = 5_000;
const NUMBER_BYTES = 128;
/** Renewals of a lease that are missed before its process counts as gone. */
const MISSED = 3;

export interface Clock {
  /** Of the server, in ms. */
  now: number;
  /** How far the application's time is ahead of UTC, where it writes local times; `null`: unknown. */
  localOffsetMs: number | null;
}

/** One key of a limiter, with the id of whom it limits. */
export interface LimiterKey {
  name: string;
  id: string;
  rule: ReadyRule;
}

export interface ReadKey {
  /** In the unit of the rule; `null`: not known. */
  used: Decimal | null;
  capacity: Decimal | null;
  /** When the first request stops to count, or the window ends, in ms; `null`: no such time, or not known. */
  resetsAt: number | null;
  /** ms; -1: none; `null`: not known. */
  ttlMs: number | null;
  /** The value is not what the limiter writes, or cannot be read. */
  odd: boolean;
  list: { newest: number | null; length: number } | null;
  /** Leases that nobody renews, and the end of the last one. */
  abandoned: { slots: number; until: number } | null;
  /** True if the key that says that this one is in use exists; `null`: there is no such key. */
  inUse: boolean | null;
}

/** The first question is that for the TTL. */
export function questionsFor({ name, id, rule }: LimiterKey, { now }: Clock): Question[] {
  const { ready, own, setting } = rule;
  const text = (key: string): Question => ({ name: key, fields: null, bytes: NUMBER_BYTES });
  const limit: Question[] = own ? [{ name: own.nameOf(id), fields: own.fields, bytes: 0 }] : [];
  const ttl: Question = { name, fields: null, bytes: 0, fact: 'ttl' };
  const { counting } = ready.limiter;
  switch (counting.kind) {
    case 'list-log':
      return [
        ttl,
        { name, fields: null, bytes: 0, fact: 'length' },
        { name, fields: null, bytes: 0, first: Math.min(setting.capacity ?? MOST_ENTRIES, MOST_ENTRIES) },
      ];
    case 'fixed-window':
      return [ttl, text(name), ...limit];
    case 'started-window':
      return [ttl, text(name), text(ready.startOf!(name)), ...limit];
    case 'token-bucket':
      return [ttl, { name, fields: [counting.tokens, counting.at], bytes: 0 }];
    case 'leases': {
      const renewed = abandonedBefore(rule, now);
      const above = (from: number): Question => ({ name, fields: null, bytes: 0, above: from });
      return [ttl, above(now), ...(renewed === null ? [] : [above(renewed)]), ...limit];
    }
    case 'other':
      return [ttl];
  }
}

/** Leases that end before this were not renewed three times; `null`: it is not known how often they are. */
function abandonedBefore({ ready: { family } }: ReadyRule, now: number): number | null {
  const { lease, ttl } = family.family;
  // The TTL of the key is longer than that of its leases by a margin of one renewal.
  return lease && ttl.expires ? now + (lease.seconds - (MISSED + 1) * lease.renewedEach) * 1000 : null;
}

const UNREAD: Omit<ReadKey, 'ttlMs' | 'odd'> = {
  used: null,
  capacity: null,
  resetsAt: null,
  list: null,
  abandoned: null,
  inUse: null,
};

/** `null`: the key has expired meanwhile. */
export function readKey(key: LimiterKey, [ttl = null, ...answers]: readonly Answer[], clock: Clock): ReadKey | null {
  const ttlMs = ttl === null ? null : Number(ttl[0] ?? Number.NaN);
  if (ttlMs === -2) return null;
  const base = { ...UNREAD, ttlMs: Number.isNaN(ttlMs) ? null : ttlMs, odd: false };
  const { rule } = key;
  const counting = rule.ready.limiter.counting;
  switch (counting.kind) {
    case 'list-log':
      return { ...base, ...listIn(rule, answers, clock, counting.times) };
    case 'fixed-window':
      return { ...base, ...windowIn(rule, answers, base.ttlMs, clock) };
    case 'started-window':
      return { ...base, ...startedIn(rule, answers, clock) };
    case 'token-bucket':
      return { ...base, ...bucketIn(rule, answers, clock) };
    case 'leases':
      return { ...base, ...leasesIn(rule, answers, clock) };
    case 'other':
      return base;
  }
}

const stated = ({ setting: { capacity } }: ReadyRule): Decimal | null => (capacity === null ? null : whole(BigInt(capacity)));

type Part = Partial<ReadKey>;

function listIn(rule: ReadyRule, [length = null, entries = null]: readonly Answer[], clock: Clock, times: 'local' | 'utc'): Part {
  const count = Number(length?.[0] ?? Number.NaN);
  if (entries === null || Number.isNaN(count)) return { odd: true };
  const parsedTimes = entries.map((entry) => (entry === null ? null : parseListTime(entry)));
  const capacity = stated(rule);
  const [newest = null] = parsedTimes;
  const list = { newest, length: count };
  if (parsedTimes.includes(null)) return { odd: true, capacity, list };
  const offset = times === 'utc' ? 0 : clock.localOffsetMs;
  const { window } = rule.setting;
  if (offset === null || window === null) return { capacity, list };
  const inside = (parsedTimes as number[]).filter((time) => clock.now - (time - offset) < window * 1000);
  const oldest = inside.at(-1);
  return {
    capacity,
    list,
    used: whole(BigInt(inside.length)),
    resetsAt: oldest === undefined ? null : oldest - offset + window * 1000,
  };
}

function windowIn(rule: ReadyRule, [text = null, own = null]: readonly Answer[], ttlMs: number | null, { now }: Clock): Part {
  if (text === null) return { odd: true };
  const used = parsed(text[0] ?? null, rule.unit);
  const capacity = capacityIn(rule, own);
  if (used === 'odd') return { odd: true, capacity };
  return { used, capacity, resetsAt: ttlMs === null || ttlMs < 0 ? null : now + ttlMs };
}

/** Counts only while the window is running, whatever the counter says. */
function startedIn(rule: ReadyRule, [text = null, start = null, own = null]: readonly Answer[], { now }: Clock): Part {
  if (text === null || start === null) return { odd: true };
  const began = start[0] ?? null;
  const minutes = windowMinutes(rule, own);
  const capacity = capacityIn(rule, own);
  const counted = parsed(text[0] ?? null, rule.unit);
  const base = { capacity, inUse: began !== null };
  if (counted === 'odd' || (began !== null && !/^\d{1,15}$/.test(began))) return { ...base, odd: true };
  if (began === null) return { ...base, used: ZERO };
  if (minutes === null) return base;
  const ends = Number(began) + minutes * 60_000;
  return now >= ends ? { ...base, used: ZERO } : { ...base, used: counted, resetsAt: ends };
}

function windowMinutes({ own, setting }: ReadyRule, answer: Answer): number | null {
  if (!own || own.limit.period.kind !== 'window') return setting.window === null ? null : setting.window / 60;
  const text = fieldIn(own.fields, answer, own.limit.period.minutes);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

const fieldIn = (fields: readonly string[], answer: Answer, name: string | undefined): string | null =>
  name === undefined ? null : (answer?.[fields.indexOf(name)] ?? null);

/** `null`: nobody is limited, or it is unknown. */
function capacityIn(rule: ReadyRule, answer: Answer): Decimal | null {
  const { own, unit } = rule;
  if (!own) return stated(rule);
  const { field, needs, unless } = own.limit;
  const amount = (name: string | undefined): Decimal | null => {
    const text = fieldIn(own.fields, answer, name);
    const value = name === undefined || text === null ? 'odd' : parsed(text, name === field ? unit : 'count');
    return value !== 'odd' && value.digits > 0n ? value : null;
  };
  if (needs !== undefined && amount(needs) === null) return null;
  if (unless !== undefined && amount(unless) !== null) return null;
  return amount(field);
}

/** Tokens come back at the rate of the limit. A request takes as many as the window has seconds. */
function bucketIn(rule: ReadyRule, [fields = null]: readonly Answer[], { now }: Clock): Part {
  const [left, at] = fields ?? [];
  const tokens = left == null ? null : parseDecimal(left);
  if (tokens === null || at == null || !/^\d{1,12}$/.test(at)) return { odd: true };
  const { capacity, window } = rule.setting;
  if (capacity === null || window === null) return {};
  const size = whole(BigInt(capacity) * BigInt(window));
  const passed = BigInt(Math.max(0, Math.floor(now / 1000) - Number(at)));
  const refilled = plus(tokens, whole(passed * BigInt(capacity)));
  const missing = minus(size, refilled);
  const used = missing.digits <= 0n ? 0 : Math.ceil(numberOf(missing) / window);
  return { used: whole(BigInt(used)), capacity: whole(BigInt(capacity)) };
}

function leasesIn(rule: ReadyRule, answers: readonly Answer[], { now }: Clock): Part {
  const renewed = abandonedBefore(rule, now);
  const [running = null, ...rest] = answers;
  const fresh = renewed === null ? null : (rest[0] ?? null);
  const own = rest[renewed === null ? 0 : 1] ?? null;
  if (running === null) return { odd: true };
  const slots = Number(running[0] ?? 0);
  const lost = fresh === null ? 0 : slots - Number(fresh[0] ?? 0);
  return {
    used: whole(BigInt(slots)),
    capacity: capacityIn(rule, own),
    abandoned: lost > 0 && renewed !== null ? { slots: lost, until: renewed } : null,
  };
}
