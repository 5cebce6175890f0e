/** Counts the keys of snapshots family by family while they stream by. */
import { globMatch } from '../keyspace/glob-match.js';
import { KeySegment, segmentsOf } from '../keyspace/key-segment.js';
import { NameFilter } from '../keyspace/name-filter.js';
import { SlotCoverage } from '../keyspace/slot-coverage.js';
import type { SnapshotContents } from '../keyspace/snapshot-contents.js';
import type { KeyMeta } from '../keyspace/source.js';
import type { Found, Tally } from '../keyspace/tally.js';
import type { CountedKey, CountingSink, ValueVisitor } from '../snapshot/snapshot-key.js';
import type { SnapshotOptions } from './snapshot-options.js';

type ScanOptions = Pick<SnapshotOptions, 'several' | 'pattern' | 'type' | 'limit' | 'databases' | 'now'>;

/** Names that are compared with each other where not all are remembered, in bits of a filter: so few that hardly one is taken for another. */
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
  /** True once `--limit` keys have been counted. */
  full = false;
  /** Names that seemed to come again, and how many of them are expected to be others mistaken for them. */
  #seenAgain = 0;
  #mistaken = 0;
  /** The first names, where not all are remembered, and how many of them came again. */
  readonly #first = new NameFilter(COMPARED_BITS);
  #compared = 0;
  #twice = 0;
  readonly #tally: Tally;
  readonly #options: ScanOptions;
  readonly #now: number;
  readonly #databases = new Map<number, DatabaseCount>();
  #latest: DatabaseCount | null = null;
  /** Some keys are not looked up, or there are files to compare: every name is remembered. */
  readonly #isNarrowed: boolean;
  #found: Found | null = null;
  /** One object for all keys: what is made for each of millions costs memory until it is taken away. */
  readonly #meta: KeyMeta = { type: null, ttlMs: null, bytes: null, length: null };

  /** `names`: where names are remembered to be compared. */
  constructor(tally: Tally, contents: SnapshotContents, options: ScanOptions, names = new NameFilter()) {
    this.names = names;
    this.#tally = tally;
    this.#options = options;
    this.#now = options.now.getTime();
    this.contents = contents;
    const { several, pattern, type } = options;
    this.#isNarrowed = several || pattern !== null || type !== null;
  }

  /** Keys of each database that have not expired, whether asked for or not. */
  get databases(): DatabaseCount[] {
    return [...this.#databases.values()].sort((a, b) => a.db - b.db);
  }

  /** Whether every name was compared with those before it. */
  get comparedAll(): boolean {
    return this.#isNarrowed || this.#compared < COMPARED;
  }

  /** Names that came twice; 0 where chance accounts for them. */
  get repeated(): number {
    if (!this.#isNarrowed) return this.#twice;
    const beyond = this.#seenAgain - this.#mistaken;
    // Six standard deviations of a count of rare events, and a tenth for what the told rate is off.
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
    return key.segments ? this.#tally.findBySegments(key, key.segments) : this.#tally.find(key);
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
    this.full = this.#tally.keys >= this.#options.limit;
  }

  /** An owner counts wherever it is, also in what the report leaves out. */
  #noteName(db: number, segments: readonly KeySegment[]): void {
    this.#mistaken += this.names.errorRate;
    if (this.names.add(db, segments)) this.#seenAgain++;
  }

  #countIn(db: number, expires: boolean): void {
    // A snapshot holds one database after the other.
    if (this.#latest?.db !== db) {
      this.#latest = this.#databases.get(db) ?? { db, keys: 0, withTtl: 0 };
      this.#databases.set(db, this.#latest);
    }
    const count = this.#latest;
    count.keys++;
    if (expires) count.withTtl++;
  }
}
