import { estimateTotal, shareInterval, type Estimate, type StratumSum } from './estimate.js';
import { Histogram } from './histogram.js';
import { STRATA, stratumOf } from './sampling.js';
import type { KeyRef } from './probe.js';
import type { KeyAnswer } from './source.js';
import { TypeCounts } from './type-counts.js';

interface Stratum extends StratumSum {
  /** Keys whose TTL was read, and how many of them have no TTL. */
  ttlRead: number;
  noTtl: number;
  /** Keys chosen for reading, whatever the result. */
  chosen: number;
}

const emptyStratum = (): Stratum => ({ keys: 0, read: 0, sum: 0, sumSquares: 0, ttlRead: 0, noTtl: 0, chosen: 0 });

/** Everything known about one family, in memory that does not depend on its number of keys. Two of them can be merged. */
export class FamilyStats {
  keys = 0;
  vanished = 0;
  /** Keys chosen for reading that the user may not read. */
  refused = 0;
  /** Keys whose metadata was read. */
  sampled = 0;
  /** Keys read, by type. */
  readonly types = new TypeCounts();
  readonly strata: Stratum[] = STRATA.map(emptyStratum);
  /** TTLs in ms of the keys that have one, weighted by the number of keys that each sampled key represents. */
  readonly ttl = new Histogram();
  length: { min: number; max: number; sum: number; count: number } | null = null;
  /** Oldest and newest period as text. */
  oldest: string | null = null;
  newest: string | null = null;
  /** Estimated number of keys whose TTL is shorter than the family's expected TTL, and how many of those have a day or less. */
  shortLived = 0;
  oneDay = 0;
  /** A few keys, for probes that need one. */
  readonly examples: KeyRef[] = [];
  /** A few keys that have no TTL. */
  readonly lost: KeyRef[] = [];
  /** Set when these statistics were merged into others. */
  #mergedInto: FamilyStats | null = null;

  /** These statistics, or the statistics that they were merged into. */
  get current(): FamilyStats {
    return this.#mergedInto ? this.#mergedInto.current : this;
  }

  /** Counts a key and returns its stratum. `crowd` raises the stratum when many small families share one limit. */
  count(crowd = 0): number {
    const stratum = Math.max(stratumOf(this.keys), stratumOf(crowd));
    this.countIn(stratum);
    return stratum;
  }

  /** Counts a key in the given stratum. */
  countIn(stratum: number): void {
    this.keys++;
    this.strata[stratum]!.keys++;
  }

  notePeriod(text: string): void {
    if (this.oldest === null || text < this.oldest) this.oldest = text;
    if (this.newest === null || text > this.newest) this.newest = text;
  }

  /** Adds the metadata of one key of the stratum. */
  add(stratum: number, meta: KeyAnswer, weight: number): void {
    const part = this.strata[stratum]!;
    // The key exists, so it counts as unread.
    if (meta === 'refused') {
      this.refused++;
      return;
    }
    part.chosen++;
    if (!meta) {
      this.vanished++;
      return;
    }
    this.sampled++;
    if (meta.type !== null) this.types.add(meta.type);
    if (meta.bytes !== null) {
      part.read++;
      part.sum += meta.bytes;
      part.sumSquares += meta.bytes * meta.bytes;
    }
    if (meta.ttlMs !== null) {
      part.ttlRead++;
      if (meta.ttlMs < 0) part.noTtl++;
      else this.ttl.add(meta.ttlMs, weight);
    }
    if (meta.length !== null) this.#addLength(meta.length);
  }

  #addLength(length: number): void {
    const known = (this.length ??= { min: length, max: length, sum: 0, count: 0 });
    known.min = Math.min(known.min, length);
    known.max = Math.max(known.max, length);
    known.sum += length;
    known.count++;
  }

  /** Mean size of the keys read so far; 0 before the first. */
  get meanBytes(): number {
    let [sum, read] = [0, 0];
    for (const part of this.strata) {
      sum += part.sum;
      read += part.read;
    }
    return read === 0 ? 0 : sum / read;
  }

  /** The most frequent type among the keys read. */
  get type(): string | null {
    return this.types.sorted[0]?.type ?? null;
  }

  /** True when the metadata of every key was read. */
  get exact(): boolean {
    return this.strata.every((part) => part.chosen === part.keys);
  }

  bytes(): Estimate | null {
    return estimateTotal(this.#known((part) => part.read));
  }

  /** Keys without a TTL; `null`: no TTL was read. */
  withoutTtl(): { keys: number; low: number; high: number } | null {
    const strata = this.#known((part) => part.ttlRead);
    const read = strata.reduce((sum, part) => sum + part.ttlRead, 0);
    if (read === 0) return null;
    const hits = strata.reduce((sum, part) => sum + part.noTtl, 0);
    const unread = strata.map((part) => part.keys - part.ttlRead);
    const unreadKeys = unread.reduce((sum, keys) => sum + keys, 0);
    const shares = strata.map((part) => (part.ttlRead > 0 ? part.noTtl / part.ttlRead : hits / read));
    const guess = unread.reduce((sum, keys, index) => sum + keys * shares[index]!, 0);
    const interval = shareInterval(hits, read);
    return {
      keys: Math.round(hits + guess),
      low: Math.round(hits + Math.min(guess, unreadKeys * interval.low)),
      high: Math.round(hits + Math.max(guess, unreadKeys * interval.high)),
    };
  }

  /** The strata without keys that no longer exist, for which nothing must be estimated. */
  #known(readOf: (part: Stratum) => number): Stratum[] {
    return this.strata.map((part) => (part.chosen === part.keys ? { ...part, keys: readOf(part) } : part));
  }

  /** Takes over another family's figures. Reads that are still pending for the other family arrive here. */
  merge(other: FamilyStats): void {
    this.keys += other.keys;
    this.vanished += other.vanished;
    this.refused += other.refused;
    this.sampled += other.sampled;
    this.shortLived += other.shortLived;
    this.oneDay += other.oneDay;
    this.types.merge(other.types);
    for (const [index, part] of other.strata.entries()) {
      const mine = this.strata[index]!;
      for (const name of Object.keys(part) as (keyof Stratum)[]) mine[name] += part[name];
    }
    this.ttl.merge(other.ttl);
    if (other.length) {
      const { min, max, sum, count } = other.length;
      this.length = this.length
        ? {
            min: Math.min(min, this.length.min),
            max: Math.max(max, this.length.max),
            sum: sum + this.length.sum,
            count: count + this.length.count,
          }
        : { min, max, sum, count };
    }
    if (other.oldest !== null) this.notePeriod(other.oldest);
    if (other.newest !== null) this.notePeriod(other.newest);
    for (const example of other.examples.slice(0, Math.max(0, 8 - this.examples.length))) this.examples.push(example);
    for (const lost of other.lost.slice(0, Math.max(0, 8 - this.lost.length))) this.lost.push(lost);
    other.#mergedInto = this;
  }
}
