/** Rows of the report from the statistics of the scan. */
import { halfWidth } from '../keyspace/estimate.js';
import type { FamilyStats } from '../keyspace/family-stats.js';
import type { InferredFamily } from '../keyspace/infer.js';
import type { CompiledFamily } from '../profile/classify.js';
import type { Grain } from '../profile/types.js';
import type { BytesFigure, FamilyRow, SizeSource } from './model.js';
import { printable } from '../format/terminal.js';
import type { ReportedFamily } from './findings/context.js';
import type { Claim } from '../keyspace/tally.js';
import type { Presence } from '../recognise/presence.js';
import { writtenOf, type WrittenClock } from './written.js';

interface Given {
  /** All keys. */
  keys: number;
  sizes: SizeSource;
  clock: WrittenClock;
}

/** All families, the largest first. */
export function reportFamilies(presence: Presence, inferred: readonly InferredFamily[], given: Given): ReportedFamily[] {
  const known = presence.claims.map(({ claim, owner }) => {
    const pattern = (owner ?? claim.claimants[0])!.family.pattern;
    return { stats: claim.stats, owner, pattern, row: familyRow(claim.stats, owner, pattern, { ...given, claim }) };
  });
  const unknown = inferred.map(({ pattern, stats }) => ({
    stats,
    owner: null,
    pattern,
    row: familyRow(stats, null, pattern, { ...given, claim: null }),
  }));
  return uniqueIds([...known, ...unknown]).sort((a, b) => (b.row.bytes ?? 0) - (a.row.bytes ?? 0) || b.row.keys - a.row.keys);
}

function familyRow(
  stats: FamilyStats,
  owner: CompiledFamily | null,
  pattern: string,
  { keys, sizes, clock, claim }: Given & { claim: Claim | null },
): FamilyRow {
  const family = owner?.family ?? null;
  const noTtl = stats.withoutTtl();
  const figure = bytesFigure(stats, sizes);
  const ttl = stats.ttl;
  return {
    id: family?.id ?? inferredId(pattern),
    profile: owner?.profile.name ?? null,
    pattern: printable(pattern),
    type: stats.type,
    types: Object.fromEntries(stats.types.sorted.map(({ type, keys: count }) => [type, count])),
    keys: stats.keys,
    share: keys === 0 ? 0 : stats.keys / keys,
    sampled: stats.sampled,
    exact: stats.exact && sizes !== 'lengths',
    noTtl: noTtl?.keys ?? null,
    noTtlLow: noTtl?.low ?? null,
    noTtlHigh: noTtl?.high ?? null,
    ttlSeconds: ttl.empty ? null : { min: ttl.min / 1000, median: ttl.median() / 1000, max: ttl.max / 1000 },
    ttlPolicy: family ? { expires: family.ttl.expires, seconds: family.ttl.expires ? (family.ttl.seconds ?? null) : null } : null,
    ...figure,
    bytesPerKey: figure.bytes === null || stats.keys === 0 ? null : Math.round(figure.bytes / stats.keys),
    length: stats.length ? { min: stats.length.min, mean: stats.length.sum / stats.length.count, max: stats.length.max } : null,
    valueClass: family?.valueClass ?? null,
    grain: family?.grain ?? inferredGrain(pattern),
    periods:
      stats.oldest === null || stats.newest === null
        ? null
        : { oldest: printable(stats.oldest), newest: printable(stats.newest) },
    written: claim === null || family === null ? null : writtenOf(claim, family, clock),
    inferred: owner === null,
    breaks: family?.breaks ?? null,
  };
}

const UNKNOWN: BytesFigure = { bytes: null, bytesLow: null, bytesHigh: null };

/** The error of a computed size is unknown, so it has no interval. */
function bytesFigure(stats: FamilyStats, sizes: SizeSource): BytesFigure {
  const estimate = stats.bytes();
  if (!estimate) return UNKNOWN;
  return sizes === 'server' ? interval(estimate.total, estimate.variance) : { ...UNKNOWN, bytes: Math.round(estimate.total) };
}

function interval(total: number, variance: number): BytesFigure {
  const half = halfWidth(variance);
  return { bytes: Math.round(total), bytesLow: Math.max(0, Math.round(total - half)), bytesHigh: Math.round(total + half) };
}

/**
 * Sum of the bytes of several families. Their samples are independent, so the variances add up. If nothing was read of some
 * families, it is a lower bound without an upper end.
 */
export function sumBytes(families: readonly ReportedFamily[]): BytesFigure {
  const there = families.filter(({ stats }) => stats.vanished < stats.keys);
  const estimates = there.flatMap(({ stats }) => stats.bytes() ?? []);
  if (estimates.length === 0 && there.length > 0) return UNKNOWN;
  const sum = interval(
    estimates.reduce((total, estimate) => total + estimate.total, 0),
    estimates.reduce((total, { variance }) => total + variance, 0),
  );
  if (there.some(({ row }) => row.bytes !== null && row.bytesLow === null)) return { ...UNKNOWN, bytes: sum.bytes };
  return estimates.length < there.length ? { ...sum, bytesHigh: null } : sum;
}

/** The grain that the placeholders of an inferred pattern show. */
function inferredGrain(pattern: string): Grain {
  if (pattern.includes('{hour}')) return 'hour';
  if (pattern.includes('{date}')) return 'day';
  return pattern.includes('{month}') ? 'month' : 'none';
}

function inferredId(pattern: string): string {
  const words = pattern
    .split(':')
    .map((segment) =>
      segment
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, ''),
    )
    .filter((word) => word !== '');
  return ['inferred', ...words].join('.');
}

/** Two unknown patterns may look the same after unusual characters are replaced. */
function uniqueIds(families: ReportedFamily[]): ReportedFamily[] {
  const seen = new Map<string, number>();
  for (const { row } of families) {
    if (!row.inferred) continue;
    const times = (seen.get(row.id) ?? 0) + 1;
    seen.set(row.id, times);
    if (times > 1) row.id += `-${times}`;
  }
  return families;
}
