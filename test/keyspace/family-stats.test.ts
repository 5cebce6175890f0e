import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTotal, halfWidth, shareInterval } from '../../src/lib/keyspace/estimate.js';
import { FamilyStats } from '../../src/lib/keyspace/family-stats.js';
import { Sampler, STRATA } from '../../src/lib/keyspace/sampling.js';
import type { KeyMeta } from '../../src/lib/keyspace/source.js';
import { seededRandom } from '../support/random.js';

const metaOf = (bytes: number, ttlMs = -1): KeyMeta => ({ type: 'hash', ttlMs, bytes, length: null });

/** Counts every key and reads those that the sampler picks. */
function sampled(keys: readonly (KeyMeta | undefined)[], sampler: Sampler): FamilyStats {
  const stats = new FamilyStats();
  for (const meta of keys) {
    const stratum = stats.count();
    if (sampler.picks(stratum)) stats.add(stratum, meta, sampler.everything ? 1 : STRATA[stratum]!.oneIn);
  }
  return stats;
}

const meta = fc.option(
  fc.record({
    type: fc.constantFrom('hash', 'string'),
    ttlMs: fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 1e9 })),
    bytes: fc.integer({ min: 40, max: 1e8 }),
    length: fc.option(fc.nat(), { nil: null }),
  }),
  { nil: undefined, freq: 10 },
);
const manyKeys = fc.array(meta, { maxLength: 700, size: 'max' });

it('does not take a key for read that the user may not read', () => {
  const stats = new FamilyStats();
  for (const answer of [metaOf(100), 'refused', metaOf(300), undefined] as const) stats.add(stats.count(), answer, 1);
  expect([stats.sampled, stats.refused, stats.vanished, stats.exact]).toEqual([2, 1, 1, false]);
  const { total, variance } = stats.bytes()!;
  expect(total).toBeGreaterThanOrEqual(600);
  expect(variance).toBeGreaterThan(0);
});

describe('a family of which every key was read', () => {
  it('has exact figures', () => {
    fc.assert(
      fc.property(manyKeys, (keys) => {
        const stats = sampled(keys, new Sampler(true));
        const there = keys.filter((key) => key !== undefined);
        const bytes = there.reduce((sum, key) => sum + key.bytes, 0);
        const forever = there.filter(({ ttlMs }) => ttlMs < 0).length;
        expect(stats.exact).toBe(true);
        expect([stats.keys, stats.vanished, stats.sampled]).toEqual([keys.length, keys.length - there.length, there.length]);
        expect(stats.bytes()).toEqual(there.length === 0 ? null : { total: bytes, variance: 0 });
        expect(stats.withoutTtl()).toEqual(there.length === 0 ? null : { keys: forever, low: forever, high: forever });
      }),
      { numRuns: 60 },
    );
  });

  it('is the same whether it was counted as one or in two parts that were merged', () => {
    fc.assert(
      fc.property(manyKeys, manyKeys, (left, right) => {
        const merged = sampled(left, new Sampler(true));
        const other = sampled(right, new Sampler(true));
        merged.merge(other);
        const whole = sampled([...left, ...right], new Sampler(true));
        expect(other.current).toBe(merged);
        expect([merged.keys, merged.vanished, merged.sampled]).toEqual([whole.keys, whole.vanished, whole.sampled]);
        expect([merged.types, merged.length]).toEqual([whole.types, whole.length]);
        expect(merged.bytes()).toEqual(whole.bytes());
        expect(merged.withoutTtl()).toEqual(whole.withoutTtl());
        expect(merged.ttl.median()).toEqual(whole.ttl.median());
      }),
      { numRuns: 60 },
    );
  });
});

describe('the interval of a family of which a part was read', () => {
  it('never states an interval that leaves the estimate or what was seen out', () => {
    const sampler = new Sampler(false);
    const random = seededRandom(1);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
        const keys = Array.from({ length: count }, () => metaOf(100, random() < share ? -1 : 1_000));
        const stats = sampled(keys, sampler);
        const { keys: estimate, low, high } = stats.withoutTtl()!;
        const seen = stats.strata.reduce((sum, part) => sum + part.noTtl, 0);
        expect(low).toBeLessThanOrEqual(estimate);
        expect(estimate).toBeLessThanOrEqual(high);
        expect(seen).toBeLessThanOrEqual(low);
        expect(high).toBeLessThanOrEqual(count);
      }),
      { numRuns: 60 },
    );
  });

  const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

  it.each<[string, number, number, (random: () => number, index: number) => number]>([
    ['sizes of a long tail', 3_000, 200, (random) => Math.exp(6 + normal(random))],
    ['a larger family of a long tail', 20_000, 60, (random) => Math.exp(6 + normal(random))],
    ['two kinds of values', 3_000, 200, (random) => (random() < 0.1 ? 5_000 : 100)],
    ['sizes that grow with time', 5_000, 100, (random, index) => 100 + index * (0.5 + random())],
    ['just beyond the keys that are all read', 560, 200, (random) => Math.exp(6 + normal(random))],
    ['just beyond the next step', 5_600, 100, (random) => Math.exp(6 + normal(random))],
  ])('%s', (_, count, runs, size) => {
    const sampler = new Sampler(false);
    const random = seededRandom(7);
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const sizes = Array.from({ length: count }, (_unused, index) => Math.round(size(random, index)));
      const truth = sizes.reduce((sum, bytes) => sum + bytes, 0);
      const { total, variance } = sampled(
        sizes.map((bytes) => metaOf(bytes)),
        sampler,
      ).bytes()!;
      if (Math.abs(total - truth) <= halfWidth(variance)) covered++;
    }
    expect(covered / runs).toBeGreaterThanOrEqual(0.88);
  });

  it('covers the share without TTL', () => {
    const sampler = new Sampler(false);
    const random = seededRandom(8);
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const share = [0.002, 0.02, 0.5, 0.97][run % 4]!;
      const keys = Array.from({ length: 4_000 }, () => metaOf(100, random() < share ? -1 : 1_000));
      const truth = keys.filter(({ ttlMs }) => ttlMs === -1).length;
      const { low, high } = sampled(keys, sampler).withoutTtl()!;
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / 200).toBeGreaterThanOrEqual(0.88);
  });

  it('is not exact, and has no figure where nothing could be read', () => {
    const stats = new FamilyStats();
    const refused = { type: null, ttlMs: null, bytes: null, length: null };
    for (let key = 0; key < 10; key++) stats.add(stats.count(), key < 5 ? refused : undefined, 1);
    expect([stats.bytes(), stats.withoutTtl(), stats.type, stats.exact]).toEqual([null, null, null, true]);
    stats.count();
    expect(stats.exact).toBe(false);
  });
});

describe('estimates', () => {
  it('borrow from the family for a stratum without a sample', () => {
    const read = { keys: 10, read: 10, sum: 1_000, sumSquares: 110_000 };
    const { total, variance } = estimateTotal([read, { keys: 5, read: 0, sum: 0, sumSquares: 0 }])!;
    expect(total).toBe(1_500);
    expect(variance).toBeGreaterThan(0);
  });

  it('of a share stay between 0 and 1 and shrink with the sample', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const hits = Math.round(n * share);
        const { low, high } = shareInterval(hits, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / n);
        expect(high).toBeGreaterThanOrEqual(hits / n);
        const finer = shareInterval(hits * 100, n * 100);
        expect(finer.high - finer.low).toBeLessThan(high - low);
      }),
    );
    expect(shareInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
