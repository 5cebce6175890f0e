import { estimateTotal, shareInterval, type Estimate, type StratumSum } from './estimate.js';
import { Histogram } from './histogram.js';
import { STRATA, stratumOf } from './sampling.js';
import type { KeyRef } from './probe.js';
import type { KeyAnswer } from './source.js';
import { TypeCounts } from './type-counts.js';

interface Stratum extends StratumSum {
  /** Keys whose TTL was read, and those of them without one. */
  ttlRead: number;
  noTtl: number;
  /** Keys that were to be read, whatever came of it. */
  chosen: number;
}

const emptyStratum = (): Stratum => ({ keys: 0, read: 0, sum: 0, sumSquares: 0, ttlRead: 0, noTtl: 0, chosen: 0 });

/** Everything that is known of one family, in memory that does not depend on its number of keys. Two of them can be merged. */
export class FamilyStats {
  keys = 0;
  vanished = 0;
  /** Keys that were to be read, but that the user may not read. */
  refused = 0;
  /** Keys whose metadata was read. */
  sampled = 0;
  /** Keys read, by type. */
  readonly types = new TypeCounts();
  readonly strata: Stratum[] = STRATA.map(emptyStratum);
  /** Remaining life in ms of the keys that have a TTL, weighted by what each sampled key stands for. */
  readonly ttl = new Histogram();
  length: { min: number; max: number; sum: number; count: number } | null = null;
  /** Oldest and newest period text. */
  oldest: string | null = null;
  newest: string | null = null;
  /** Estimated number of keys that live shorter than their family promises, and of those with a day or less. */
  shortLived = 0;
  oneDay = 0;
  /** A few keys, for probes that need one. */
  readonly examples: KeyRef[] = [];
  /** Set once these statistics have become part of others. */
  #mergedInto: FamilyStats | null = null;

  /** The statistics that these have become part of, or these. */
  get current(): FamilyStats {
    return this.#mergedInto ? this.#mergedInto.current : this;
  }

  /** Counts a key and tells its stratum. `crowd` raises the stratum where many small families share one limit. */
  count(crowd = 0): number {
    const stratum = Math.max(stratumOf(this.keys), stratumOf(crowd));
    this.countIn(stratum);
    return stratum;
  }

  /** Counts a key in that stratum. */
  countIn(stratum: number): void {
    this.keys++;
    this.strata[stratum]!.keys++;
  }

  notePeriod(text: string): void {
    if (this.oldest === null || text < this.oldest) this.oldest = text;
    if (this.newest === null || text > this.newest) this.newest = text;
  }

  /** Takes what was read of a key of that stratum. */
  add(stratum: number, meta: KeyAnswer, weight: number): void {
    const part = this.strata[stratum]!;
    // There is something to be known of it: it counts as not read.
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

  /** Mean size of the keys read until now; 0 before the first. */
  get meanBytes(): number {
    let [sum, read] = [0, 0];
    for (const part of this.strata) {
      sum += part.sum;
      read += part.read;
    }
    return read === 0 ? 0 : sum / read;
  }

  /** The type of most keys read. */
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

  /** Keys without a TTL; `null` when no TTL was read. */
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

  /** Strata less the keys that turned out to be gone, for which there is nothing to estimate. */
  #known(readOf: (part: Stratum) => number): Stratum[] {
    return this.strata.map((part) => (part.chosen === part.keys ? { ...part, keys: readOf(part) } : part));
  }

  /** Takes over another family's figures; what is still being read for it arrives here. */
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
    other.#mergedInto = this;
  }
}
