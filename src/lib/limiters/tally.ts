/** Adds up what the keys of limiters say. */
import type { AheadList, HotKey } from '../audit/limiters/facts.js';
import { CLOCKS_DIFFER_MS, fullTtlMs, wasExtended } from '../audit/limiters/times.js';
import { compare, type Decimal } from '../format/decimal.js';
import { numberOf } from '../limits/amount.js';
import type { Clock, LimiterKey, ReadKey } from './read-key.js';
import type { ReadyRule } from '../audit/limiters/ready.js';

/** Subjects of a rule that are kept for the report, and the hottest keys. */
const MOST_SUBJECTS = 2_000;
const MOST_HOT = 10;
const MINUTE_MS = 60_000;

/** A subject near its limit. */
export interface NearSubject {
  key: LimiterKey;
  used: Decimal;
  capacity: Decimal;
  share: number;
  resetsAt: number | null;
}

export interface AbandonedSlots {
  key: LimiterKey;
  slots: number;
  until: number;
}

export class RuleTally {
  readonly rule: ReadyRule;
  keys = 0;
  permanent = 0;
  /** Keys without a TTL that nothing uses. */
  unused = 0;
  odd = 0;
  /** Subjects at or above the share that is asked for, and those at their limit. */
  near = 0;
  full = 0;
  /** Subjects whose limit is unknown, or who have none. */
  unlimited = 0;
  /** Requests that were counted although they were denied. */
  denied = 0;
  overlong = 0;
  longest: number | null = null;
  subjects: NearSubject[] = [];
  readonly abandoned: AbandonedSlots[] = [];
  readonly sizes = { read: 0, bytes: 0 };

  constructor(rule: ReadyRule) {
    this.rule = rule;
  }

  /** `share`: from which on a subject is near its limit. */
  take(key: LimiterKey, read: ReadKey, share: number): void {
    this.keys += 1;
    if (read.odd) this.odd += 1;
    if (read.ttlMs === -1) {
      this.permanent += 1;
      if (read.inUse !== true) this.unused += 1;
    }
    if (read.abandoned) this.abandoned.push({ key, ...read.abandoned });
    this.#takeLength(read);
    this.#takeShare(key, read, share);
  }

  #takeLength({ list, capacity }: ReadKey): void {
    if (!list) return;
    this.longest = Math.max(this.longest ?? 0, list.length);
    if (capacity !== null && list.length > numberOf(capacity)) this.overlong += 1;
  }

  #takeShare(key: LimiterKey, { used, capacity, resetsAt }: ReadKey, least: number): void {
    if (capacity === null || capacity.digits <= 0n) this.unlimited += 1;
    if (used === null || capacity === null || capacity.digits <= 0n) return;
    const share = numberOf(used) / numberOf(capacity);
    if (compare(used, capacity) >= 0) this.full += 1;
    if (this.rule.ready.limiter.denials === 'count') this.denied += Math.max(0, Math.floor(numberOf(used) - numberOf(capacity)));
    if (share < least) return;
    this.near += 1;
    this.subjects.push({ key, used, capacity, share, resetsAt });
    if (this.subjects.length > 2 * MOST_SUBJECTS) this.subjects = nearest(this.subjects, MOST_SUBJECTS);
  }
}

/** The same order whatever the order of the names was. */
export const nearest = (subjects: readonly NearSubject[], most: number): NearSubject[] =>
  subjects.toSorted((a, b) => b.share - a.share || (a.key.name < b.key.name ? -1 : 1)).slice(0, most);

/** What the lists of one limiter say. */
export class ListTally {
  looked = 0;
  extended = 0;
  recent: number | null = null;
  readonly ahead: (AheadList & { key: LimiterKey })[] = [];

  take(key: LimiterKey, { list, ttlMs }: ReadKey, { now, localOffsetMs }: Clock): void {
    if (!list || list.newest === null) return;
    const { limiter, family } = key.rule.ready;
    if (limiter.counting.kind !== 'list-log') return;
    this.looked += 1;
    const fullTtl = fullTtlMs(family.family.ttl, key.rule.setting.window);
    const setAt = fullTtl === null || ttlMs === null || ttlMs < 0 ? null : now - (fullTtl - ttlMs);
    if (setAt !== null) this.recent = (this.recent ?? 0) + (now - setAt < MINUTE_MS ? 1 : 0);
    const offset = limiter.counting.times === 'utc' ? 0 : localOffsetMs;
    if (offset === null) return;
    const aheadMs = list.newest - offset - now;
    if (aheadMs > CLOCKS_DIFFER_MS) this.ahead.push({ key, name: key.name, id: key.id, aheadMs });
    else if (setAt !== null && wasExtended({ newest: list.newest, setAt }, offset)) this.extended += 1;
  }
}

export class HotTally {
  #keys: (HotKey & { name: string; rule: ReadyRule })[] = [];

  take({ name, rule }: LimiterKey, by: HotKey['by'], weight: number): void {
    this.#keys.push({ name, rule, key: '', by, weight });
    if (this.#keys.length > 100 * MOST_HOT) this.#keys = [...this.hottest];
  }

  get hottest(): (HotKey & { name: string; rule: ReadyRule })[] {
    return this.#keys.toSorted((a, b) => b.weight - a.weight).slice(0, MOST_HOT);
  }
}
