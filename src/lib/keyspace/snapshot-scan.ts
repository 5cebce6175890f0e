/** Counts the keys of snapshots by family while they are read. */
import { globMatch } from './glob-match.js';
import { KeySegment, segmentsOf } from './key-segment.js';
import { NameFilter } from './name-filter.js';
import { SlotCoverage } from './slot-coverage.js';
import type { SnapshotContents } from './snapshot-contents.js';
import type { KeyMeta } from './source.js';
import type { Found, Tally } from './tally.js';
import type { CountedKey, CountingSink, ValueVisitor } from '../snapshot/snapshot-key.js';

export interface ScanOptions {
  /** There is more than one file. */
  several: boolean;
  /** Only keys whose names match this Redis glob; `null`: all. */
  pattern: string | null;
  /** Only keys of this type; `null`: all. */
  type: string | null;
  /** Ends after this number of keys. */
  limit: number;
  databases: number | 'all';
  /** Keys that have expired by then are counted apart. */
  now: Date;
  /** Receives the name of each key that is counted. */
  onName?: (name: string) => void;
}

/** Number of names that are compared if not all are remembered, and bits of their filter: with so few names mistakes are rare. */
const [COMPARED, COMPARED_BITS] = [2 ** 17, 2 ** 23];

export interface DatabaseCount {
  db: number;
  keys: number;
  withTtl: number;
}

export class SnapshotScan implements CountingSink<KeySegment> {
  readonly names: NameFilter;
  readonly slots = new SlotCoverage();
  readonly contents: SnapshotContents;
  /** True when `--limit` keys have been counted. */
  full = false;
  /** Names that seemed to repeat, and the expected number of mistakes among them. */
  #seenAgain = 0;
  #mistaken = 0;
  /** The first names, if not all are remembered, and the number of repetitions among them. */
  readonly #first = new NameFilter(COMPARED_BITS);
  #compared = 0;
  #twice = 0;
  readonly #tally: Tally;
  readonly #options: ScanOptions;
  readonly #now: number;
  readonly #databases = new Map<number, DatabaseCount>();
  #latest: DatabaseCount | null = null;
  /** Some keys are filtered out, or there are several files to compare, so every name is remembered. */
  readonly #isNarrowed: boolean;
  #found: Found | null = null;
  /** One object for all keys: an object for each of millions of keys would cost memory until it is collected. */
  readonly #meta: KeyMeta = { type: null, ttlMs: null, bytes: null, length: null };

  /** `names`: the filter of names to compare. */
  constructor(tally: Tally, contents: SnapshotContents, options: ScanOptions, names = new NameFilter()) {
    this.names = names;
    this.#tally = tally;
    this.#options = options;
    this.#now = options.now.getTime();
    this.contents = contents;
    const { several, pattern, type } = options;
    this.#isNarrowed = several || pattern !== null || type !== null;
  }

  /** Keys of each database that have not expired, including databases that were not requested. */
  get databases(): DatabaseCount[] {
    return [...this.#databases.values()].sort((a, b) => a.db - b.db);
  }

  /** True when every name was compared with all earlier names. */
  get comparedAll(): boolean {
    return this.#isNarrowed || this.#compared < COMPARED;
  }

  /** Names that occurred twice; 0 if mistakes of the filter explain them. */
  get repeated(): number {
    if (!this.#isNarrowed) return this.#twice;
    const beyond = this.#seenAgain - this.#mistaken;
    // Six standard deviations of a count of rare events, and a tenth for the error of the expected rate.
    return beyond > 6 * Math.sqrt(this.#mistaken) + this.#mistaken / 10 ? Math.round(beyond) : 0;
  }

  newSegment(text: string): KeySegment {
    return new KeySegment(text);
  }

  begin(key: CountedKey<KeySegment>): ValueVisitor | null {
    this.#found = this.#isWanted(key) ? this.#find(key) : null;
    const questions = this.#found?.claim?.interest?.questions;
    return questions && !this.#isExpired(key) ? this.contents.visitorFor(key, questions) : null;
  }

  #find(key: CountedKey<KeySegment>): Found {
    return this.#tally.find(key, key.segments);
  }

  #isWanted(key: CountedKey): boolean {
    const { db, type } = key;
    const { databases, pattern, type: wanted } = this.#options;
    if (databases !== 'all' && db !== databases) return false;
    if (wanted !== null && type !== wanted) return false;
    return !this.full && (pattern === null || globMatch(pattern, key.name));
  }

  #isExpired({ expireAtMs }: CountedKey): boolean {
    return expireAtMs !== null && expireAtMs <= this.#now;
  }

  end(key: CountedKey<KeySegment>): void {
    const found = this.#found;
    if (this.#isExpired(key)) {
      if (found) this.#tally.countExpired(found);
      return;
    }
    const { db, expireAtMs } = key;
    this.#countIn(db, expireAtMs !== null);
    this.slots.note(key);
    if (this.#isNarrowed) this.#noteName(db, key.segments ?? segmentsOf(key.name));
    else if (this.#compared < COMPARED) {
      this.#compared++;
      if (this.#first.add(db, found?.segments ?? key.segments ?? segmentsOf(key.name))) this.#twice++;
    }
    if (!found) return;
    if (!this.#isNarrowed && found.claim?.interest?.existence) this.names.add(db, found.segments ?? segmentsOf(key.name));
    const meta = this.#meta;
    meta.type = key.moduleType ?? key.type;
    meta.ttlMs = expireAtMs === null ? -1 : expireAtMs - this.#now;
    meta.bytes = key.bytes;
    meta.length = key.length;
    this.#tally.countWith(found, meta);
    this.#options.onName?.(key.name);
    this.full = this.#tally.keys >= this.#options.limit;
  }

  /** An owner counts even if the report leaves its key out. */
  #noteName(db: number, segments: readonly KeySegment[]): void {
    this.#mistaken += this.names.errorRate;
    if (this.names.add(db, segments)) this.#seenAgain++;
  }

  #countIn(db: number, expires: boolean): void {
    // A snapshot contains its databases one after the other.
    if (this.#latest?.db !== db) {
      this.#latest = this.#databases.get(db) ?? { db, keys: 0, withTtl: 0 };
      this.#databases.set(db, this.#latest);
    }
    const count = this.#latest;
    count.keys++;
    if (expires) count.withTtl++;
  }
}
