/**
 * Counts keys by family during the scan, and decides for each key whether its metadata is read. Memory does not depend on the
 * number of keys. A name that several profiles claim is counted under the set of its claimants. Which claimant is right is
 * decided after the scan, with all evidence.
 */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { FamilyPaths } from '../profile/family-paths.js';
import { onlySegment, slotTextOf, type Slot } from '../profile/pattern.js';
import { expectedTtlMs, Periods, type Period } from '../profile/period.js';
import { textOf } from '../profile/segment.js';
import { DimensionTable } from './dimension-table.js';
import { FamilyStats } from './family-stats.js';
import type { Origin } from './origin.js';
import type { Names } from '../redis/names.js';
import type { KeySegment } from './key-segment.js';
import { InferredKeyspace } from './infer.js';
import { LargestKeys } from './largest.js';
import { OwnerRegistry } from './owners.js';
import { PeriodCounts } from './period-counts.js';
import { Sampler, STRATA } from './sampling.js';
import { SegmentTable } from './segment-table.js';
import type { KeyRef } from './probe.js';
import type { Interest } from './snapshot-contents.js';
import type { KeyAnswer, KeyAnswers, KeyMeta } from './source.js';

const DAY_MS = 86_400_000;
/** Names kept per family for later probes. */
const EXAMPLES = 64;
const LARGEST = 20;

/** Families of one or more profiles that match the same keys; `claimants` is empty for an inferred family. */
export interface Claim {
  claimants: readonly CompiledFamily[];
  stats: FamilyStats;
  entities: readonly Entity[];
  /** `null`: the keys have no period. */
  periods: Periods | null;
  /** Keys by period. */
  counts: PeriodCounts;
  /** Questions about the keys after the scan; `null`: the source can still answer them then. */
  interest: Interest | null;
}

/** A part of the claim's key names that identifies an entity. */
interface Entity {
  dimension: string;
  slot: Slot;
  table: DimensionTable;
  /** True when the key is the entity itself. */
  isOwner: boolean;
  /** True when the key is a trace of the entity, which becomes an orphan when the entity is deleted. */
  isUse: boolean;
  /** By database. */
  origins: Map<number, Origin>;
  /** Cache of the last lookup in `origins`. */
  latest: { db: number; origin: Origin } | null;
}

/** A key that was looked up, but not counted. */
export interface Found {
  key: KeyRef;
  segments: readonly KeySegment[];
  /** `null`: no profile matches the name. */
  claim: Claim | null;
  /** `null`: the key has no period. */
  period: Period | null;
}

/** A key chosen for reading its metadata. */
export interface Pick extends Found {
  stats: FamilyStats;
  stratum: number;
}

export interface TallyOptions {
  profiles: readonly CompiledProfile[];
  everything: boolean;
  /** True when every key comes with its size, so that no size must be estimated. */
  sized?: boolean;
  now: number;
  /** `null`: the offset of each family's application, unless configured otherwise. */
  utcOffset: number | null;
  /** Called once per claim. Present when keys cannot be asked after the scan. */
  interest?: (claimants: readonly CompiledFamily[]) => Interest;
}

const NO_KEY: KeyRef = { db: 0, name: '' };

/** A name of a scan, made a string only where it is asked for. One object for all. */
class ScannedKey implements KeyRef {
  db = 0;
  #names: Names | null = null;
  #position = 0;

  of(db: number, names: Names, position: number): this {
    this.db = db;
    this.#names = names;
    this.#position = position;
    return this;
  }

  get name(): string {
    return this.#names!.at(this.#position);
  }
}

export class Tally {
  keys = 0;
  readonly #paths: FamilyPaths<Claim | null>;
  readonly #databases = new Map<number, { db: number; keys: number }>();
  #latestDatabase: { db: number; keys: number } | null = null;
  /** The claims that have keys. */
  readonly claims: Claim[] = [];
  /** Number of expired keys per claim; `null`: keys that no profile matches. */
  readonly expired = new Map<Claim | null, number>();
  readonly inferred = new InferredKeyspace();
  readonly dimensions = new Map<string, DimensionTable>();
  readonly owners = new OwnerRegistry();
  readonly largest = new LargestKeys(LARGEST);
  /** One object reused for all lookups. */
  readonly #found: Found = { key: NO_KEY, segments: [], claim: null, period: null };
  readonly #scanned = new ScannedKey();
  readonly #segments = new SegmentTable();
  readonly #sampler: Sampler;
  readonly #sized: boolean;
  readonly #options: TallyOptions;
  /** Profiles by the first segment of the names that they match, and profiles that match any first segment. */
  readonly #candidates = new Map<string, readonly CompiledProfile[]>();
  readonly #catchAll: readonly CompiledProfile[];
  readonly #single = new Map<CompiledFamily, Claim>();
  readonly #shared = new Map<string, Claim>();

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#sampler = new Sampler(options.everything);
    this.#sized = options.sized === true;
    this.#paths = new FamilyPaths(options.profiles, (texts) => this.#claim(texts));
    this.#catchAll = options.profiles.filter(({ firstSegments }) => firstSegments === null);
    for (const segment of options.profiles.flatMap(({ firstSegments }) => firstSegments ?? [])) {
      const knowing = options.profiles.filter(({ firstSegments }) => firstSegments === null || firstSegments.includes(segment));
      this.#candidates.set(segment, knowing);
    }
  }

  /** True when the metadata of every key is read. */
  get everything(): boolean {
    return this.#sampler.everything;
  }

  /** Counts a batch of names; returns the keys to read. */
  count(db: number, names: Names): Pick[] {
    this.#database(db).keys += names.length;
    const picks: Pick[] = [];
    for (let position = 0; position < names.length; position++) {
      const found = this.findIn(db, names, position);
      const stats = this.#statsOf(found);
      const stratum = stats.count(found.claim ? 0 : this.inferred.keys >> 5);
      if (found.claim) this.#note(found.claim, found, 'refused');
      if (!this.#sampler.picks(stratum)) continue;
      const { key, segments, claim, period } = found;
      picks.push({ key: copied(key), segments: [...segments], claim, period, stats, stratum });
    }
    return picks;
  }

  /** Looks up one of the names. The result is valid until the next lookup. */
  findIn(db: number, names: Names, position: number): Found {
    return this.find(this.#scanned.of(db, names, position), this.#segments.of(names, position));
  }

  /** Looks up a key whose name may be split at its colons already. The result is valid until the next lookup. */
  find(key: KeyRef, split?: readonly KeySegment[]): Found {
    const segments = split ?? this.#segments.ofText(key.name);
    const found = this.#found;
    const claim = this.#paths.of(segments);
    found.key = key;
    found.segments = segments;
    found.claim = claim;
    found.period = claim === null || claim.periods === null ? null : claim.periods.ofSegments(segments, textOf);
    return found;
  }

  /** Counts one key whose metadata is known. */
  countWith(found: Found, meta: KeyMeta): void {
    this.#database(found.key.db).keys++;
    const stats = this.#statsOf(found);
    // Nothing must be estimated, so all keys may be in one stratum.
    stats.countIn(0);
    if (found.claim) this.#note(found.claim, found, meta);
    this.#take(found, stats, 0, meta);
  }

  /** Counts a batch of names, all of which were read. */
  countRead(db: number, names: Names, answers: KeyAnswers): void {
    this.#database(db).keys += names.length;
    for (let position = 0; position < names.length; position++) {
      const found = this.findIn(db, names, position);
      const stats = this.#statsOf(found);
      const stratum = stats.count(found.claim ? 0 : this.inferred.keys >> 5);
      const answer = answers.at(position);
      if (found.claim) this.#note(found.claim, found, answer);
      this.#take(found, stats, stratum, answer);
    }
  }

  /** Counts an expired key that Redis has not removed yet. */
  countExpired({ claim }: Found): void {
    this.expired.set(claim, (this.expired.get(claim) ?? 0) + 1);
  }

  /** Keys counted in a database. */
  scannedIn(db: number): number {
    return this.#databases.get(db)?.keys ?? 0;
  }

  /** Cache of the last lookup: a scan mostly stays in one database. */
  #database(db: number): { keys: number } {
    if (this.#latestDatabase?.db === db) return this.#latestDatabase;
    this.#latestDatabase = this.#databases.get(db) ?? { db, keys: 0 };
    this.#databases.set(db, this.#latestDatabase);
    return this.#latestDatabase;
  }

  /** The statistics in which a key is counted. */
  #statsOf(found: Found): FamilyStats {
    const { claim } = found;
    this.keys++;
    if (!claim) return this.inferred.add(found.segments.map(textOf));
    if (claim.stats.keys === 0) this.claims.push(claim);
    return claim.stats;
  }

  #claim(segments: readonly string[]): Claim | null {
    let first: CompiledFamily | null = null;
    let all: CompiledFamily[] | null = null;
    const candidates = this.#candidates.get(segments[0]!) ?? this.#catchAll;
    for (const profile of candidates) {
      const found = profile.match(segments);
      if (!found) continue;
      if (first) all = all ? [...all, found] : [first, found];
      else first = found;
    }
    if (!first) return null;
    return all ? this.#sharedClaim(all) : this.#singleClaim(first);
  }

  #singleClaim(family: CompiledFamily): Claim {
    const known = this.#single.get(family);
    if (known) return known;
    const claim = this.#newClaim([family]);
    this.#single.set(family, claim);
    return claim;
  }

  #sharedClaim(families: CompiledFamily[]): Claim {
    const key = families.map(({ profile, family }) => `${profile.name}/${family.id}`).join(' ');
    const known = this.#shared.get(key);
    if (known) return known;
    const claim = this.#newClaim(families);
    this.#shared.set(key, claim);
    return claim;
  }

  #newClaim(claimants: readonly CompiledFamily[]): Claim {
    const { utcOffset, interest } = this.#options;
    const [first] = claimants;
    return {
      claimants,
      stats: new FamilyStats(),
      entities: this.#entities(first!),
      periods: first!.period && new Periods(first!.period, utcOffset ?? first!.profile.offset?.default ?? 0),
      counts: new PeriodCounts(),
      interest: interest?.(claimants) ?? null,
    };
  }

  #entities({ profile, family, dimensions }: CompiledFamily): Entity[] {
    return dimensions.map(({ name: dimension, slot }) => {
      const owner = profile.owners?.find((candidate) => candidate.dimension === dimension);
      const isOwner = owner?.exists.includes(family.pattern) ?? false;
      const isUse = owner !== undefined && (owner.usedIn ? owner.usedIn.includes(family.id) : !isOwner);
      return {
        dimension,
        slot,
        table: this.#table(dimension),
        isOwner,
        isUse,
        origins: new Map<number, Origin>(),
        latest: null,
      };
    });
  }

  /** `answer`: `refused` where the size is not yet known either. */
  #note({ stats, entities, counts }: Claim, found: Found, answer: KeyAnswer): void {
    const { key, segments, period } = found;
    if (period !== null) {
      if (!period.seen) {
        counts.hold(period);
        period.seen = true;
        stats.notePeriod(period.text);
      }
      period.keys++;
    }
    if (stats.examples.length < EXAMPLES) stats.examples.push(copied(key));
    for (const entity of entities) {
      if (entity.isOwner) this.owners.note(entity.dimension, valueOf(entity, found));
      const segment = onlySegment(entity.slot, segments);
      const place = segment ? entity.table.placeOf(segment) : entity.table.place(slotTextOf(entity.slot, segments, textOf));
      const origin = this.#originOf(entity, stats, key.db);
      origin.count(place);
      if (answer === undefined) origin.addGone(place);
      else if (answer !== 'refused' && answer.bytes !== null) origin.addSize(place, answer.bytes);
    }
  }

  #table(dimension: string): DimensionTable {
    const known = this.dimensions.get(dimension);
    if (known) return known;
    const table = new DimensionTable();
    this.dimensions.set(dimension, table);
    return table;
  }

  /** Adds the metadata of a picked key. */
  add(pick: Pick, meta: KeyAnswer): void {
    if (meta !== 'refused') this.#noteSize(pick, meta);
    this.#take(pick, pick.stats, pick.stratum, meta);
  }

  #take({ key, claim, period }: Found, counted: FamilyStats, stratum: number, meta: KeyAnswer): void {
    const stats = counted.current;
    const weight = this.#sampler.everything ? 1 : STRATA[stratum]!.oneIn;
    stats.add(stratum, meta, weight);
    if (meta === 'refused' || !meta) return;
    const { bytes, type, length, ttlMs } = meta;
    if (ttlMs === -1 && stats.lost.length < EXAMPLES) stats.lost.push(copied(key));
    if (bytes !== null && bytes > this.largest.threshold)
      this.largest.offer({ key: copied(key), bytes, type, length, counted: claim ?? counted });
    if (claim && period !== null && ttlMs !== null && ttlMs >= 0)
      this.#judgeTtl(stats, claim.claimants[0]!, period, ttlMs, weight);
  }

  #noteSize(pick: Pick, meta: KeyMeta | undefined): void {
    const { claim, key } = pick;
    for (const entity of claim?.entities ?? []) {
      const place = entity.table.known(valueOf(entity, pick));
      const origin = this.#originOf(entity, claim!.stats, key.db);
      if (meta && meta.bytes !== null) origin.addSize(place, meta.bytes);
      else if (!meta && place !== undefined) origin.addGone(place);
    }
  }

  #originOf(entity: Entity, stats: FamilyStats, db: number): Origin {
    if (entity.latest?.db === db) return entity.latest.origin;
    const origin = entity.origins.get(db) ?? this.#newOrigin(entity, stats);
    entity.origins.set(db, origin);
    entity.latest = { db, origin };
    return origin;
  }

  #newOrigin({ isUse, table }: Entity, stats: FamilyStats): Origin {
    return this.#sized ? table.wholeOrigin(isUse) : table.newOrigin(isUse, () => stats.meanBytes);
  }

  #judgeTtl(stats: FamilyStats, compiled: CompiledFamily, period: Period, ttlMs: number, weight: number): void {
    const expected = expectedTtlMs(compiled.family, period, this.#options.now);
    if (expected === null || ttlMs >= expected) return;
    stats.shortLived += weight;
    if (ttlMs <= DAY_MS) stats.oneDay += weight;
  }
}

const valueOf = ({ slot }: Entity, { segments }: Found): string => slotTextOf(slot, segments, textOf);

const copied = ({ db, name }: KeyRef): KeyRef => ({ db, name });
