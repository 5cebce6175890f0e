/**
 * Counts keys by family during the scan, and decides for each key whether its metadata is read. Memory does not depend on the
 * number of keys. A name that several profiles claim is counted under the set of its claimants. Which claimant is right is
 * decided after the scan, with all evidence.
 */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { FamilyPaths } from '../profile/family-paths.js';
import { isOneSegment, keySegments, slotStart, slotText, type Slot } from '../profile/pattern.js';
import { expectedTtlMs, Periods, type Period } from '../profile/period.js';
import { textOf } from '../profile/segment.js';
import { DimensionTable } from './dimension-table.js';
import { FamilyStats } from './family-stats.js';
import type { Origin } from './held-bytes.js';
import type { KeySegment } from './key-segment.js';
import { InferredKeyspace } from './infer.js';
import { LargestKeys } from './largest.js';
import { OwnerRegistry } from './owners.js';
import { Sampler, STRATA } from './sampling.js';
import type { KeyRef } from './probe.js';
import type { Interest } from './snapshot-contents.js';
import type { KeyAnswer, KeyMeta } from './source.js';

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
  /** Questions about the keys after the scan; `null`: the source can still answer them then. */
  interest: Interest | null;
}

/** A part of the claim's key names that identifies an entity. */
interface Entity {
  dimension: string;
  slot: Slot;
  /** True when the slot is one whole segment. */
  isSegment: boolean;
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
  /** The name split at its colons; `null`: see `segments`. */
  texts: readonly string[] | null;
  segments: readonly KeySegment[] | null;
  /** `null`: no profile matches the name. */
  claim: Claim | null;
  /** `null`: the key has no period. */
  period: Period | null;
}

/** A key chosen for reading its metadata. */
export interface Pick extends Found {
  position: number;
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
  /** One object reused for all lookups by segments. */
  #found: Found | null = null;
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

  /** Counts a batch of names; returns the keys to read. */
  count(db: number, names: readonly string[]): Pick[] {
    this.#database(db).keys += names.length;
    const picks: Pick[] = [];
    for (let position = 0; position < names.length; position++) {
      const found = this.find({ db, name: names[position]! });
      const stats = this.#statsOf(found);
      const stratum = stats.count(found.claim ? 0 : this.inferred.keys >> 5);
      if (found.claim) this.#note(found.claim, found, null);
      if (this.#sampler.picks(stratum)) picks.push({ ...found, position, stats, stratum });
    }
    return picks;
  }

  /** Looks up a name. Copies what it keeps, so the caller may reuse the key. */
  find(key: KeyRef): Found {
    const texts = keySegments(key.name);
    const claim = this.#claim(texts);
    return {
      key,
      texts,
      segments: null,
      claim,
      period: claim === null || claim.periods === null ? null : claim.periods.of(texts),
    };
  }

  /** The same for interned segments. The result is valid until the next call. */
  findBySegments(key: KeyRef, segments: readonly KeySegment[]): Found {
    const claim = this.#paths.of(segments);
    const found = (this.#found ??= { key, texts: null, segments, claim, period: null });
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
    if (found.claim) this.#note(found.claim, found, meta.bytes);
    this.#take(found, stats, 0, meta);
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
    if (!claim) return this.inferred.add(textsOf(found));
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
        isSegment: isOneSegment(slot),
        table: this.#table(dimension),
        isOwner,
        isUse,
        origins: new Map<number, Origin>(),
        latest: null,
      };
    });
  }

  #note({ stats, entities }: Claim, found: Found, bytes: number | null): void {
    const { key, segments, period } = found;
    if (period !== null && !period.seen) {
      period.seen = true;
      stats.notePeriod(period.text);
    }
    if (stats.examples.length < EXAMPLES) stats.examples.push(copied(key));
    for (const entity of entities) {
      if (entity.isOwner) this.owners.note(entity.dimension, valueOf(entity, found));
      const entry =
        segments !== null && entity.isSegment
          ? entity.table.entryOf(segments[slotStart(entity.slot, segments)]!)
          : entity.table.entry(valueOf(entity, found));
      entry.keys++;
      const origin = this.#originOf(entity, stats, key.db);
      const holding = entry.holding(origin);
      holding.keys++;
      if (bytes === null) continue;
      addSize(origin, bytes);
      addSize(holding, bytes);
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
    if (bytes !== null && bytes > this.largest.threshold)
      this.largest.offer({ key: copied(key), bytes, type, length, counted: claim ?? counted });
    if (claim && period !== null && ttlMs !== null && ttlMs >= 0)
      this.#judgeTtl(stats, claim.claimants[0]!, period, ttlMs, weight);
  }

  #noteSize(pick: Pick, meta: KeyMeta | undefined): void {
    const { claim, key } = pick;
    for (const entity of claim?.entities ?? []) {
      const origin = this.#originOf(entity, claim!.stats, key.db);
      const holding = entity.table.known(valueOf(entity, pick))?.holdings[origin.ordinal];
      if (!meta) {
        if (holding) holding.gone++;
        continue;
      }
      if (meta.bytes === null) continue;
      for (const sum of [origin, holding]) if (sum) addSize(sum, meta.bytes);
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

const textsOf = ({ texts, segments }: Found): readonly string[] => texts ?? segments!.map(textOf);

const valueOf = ({ slot }: Entity, found: Found): string => slotText(slot, textsOf(found));

const copied = ({ db, name }: KeyRef): KeyRef => ({ db, name });

function addSize(sum: { read: number; bytes: number }, bytes: number): void {
  sum.read++;
  sum.bytes += bytes;
}
