/** Data that takes much, grows without end, or sits in one key. */
import type { Finding } from '../finding.js';
import { byHand, run, type Remedy } from '../remedy.js';
import { whyNever } from '../../profile/never.js';
import type { Family } from '../../profile/types.js';
import { sumBytes } from '../family-rows.js';
import { isStatistic } from '../groups.js';
import { about, type FindingContext, type FindingRule, type ReportedFamily } from './context.js';
import { hasPrunableHours } from './prunable-hours.js';

const LONG = 10_000;
const BIG_SHARE = 0.1;
const BIG_BYTES = 1 << 20;
const HUGE_KEY_BYTES = 16 << 20;
const HUGE_KEY_LENGTH = 50_000;

const shareOf = ({ row }: ReportedFamily, bytes: number | null): number => (bytes && row.bytes !== null ? row.bytes / bytes : 0);

/** Statistics of hours and minutes: the bulk of the keys, and nobody's bill. */
export const fineGrainedStatistics: FindingRule = (context): Finding[] => {
  const { families, tally, scope } = context;
  const fine = families.filter((family) => (family.row.grain === 'hour' || family.row.grain === 'minute') && isStatistic(family));
  const keys = fine.reduce((sum, { row }) => sum + row.keys, 0);
  if (keys === 0) return [];
  const share = keys / tally.keys;
  return [
    {
      code: 'fine-grained-statistics',
      params: { families: fine.length, share, scope, size: sumBytes(fine), losses: losses(fine) },
      severity: share >= 0.3 ? 'medium' : 'low',
      family: null,
      profile: fine[0]!.row.profile,
      count: keys,
      // Minutes leave by themselves soon.
      remedy: hasPrunableHours(context) ? run('prune', '--hourly') : byHand('no-hours-left'),
    },
  ];
};

/** What reads them; an index is read for what it lists. */
function losses(families: readonly ReportedFamily[]): string[] {
  const read = families.flatMap(({ owner }) => (owner && owner.family.role !== 'index' ? owner.family : []));
  return [...new Set(read.filter(({ harmless }) => !harmless).map(({ breaks }) => breaks))];
}

/** Beyond this many elements a bound is none in practice. */
const REAL_BOUND = 1_000;

/** A list, stream or set that is never trimmed, or only when it is very large. */
export const unboundedCollection: FindingRule = ({ families, bytes, scope }) =>
  families.flatMap((family): Finding[] => {
    const { row, stats, owner } = family;
    const growth = owner?.family.growth;
    const longest = stats.length?.max ?? 0;
    const large = shareOf(family, bytes) >= BIG_SHARE && (row.bytes ?? 0) >= BIG_BYTES;
    if (growth ? !isUnbounded(growth) || (longest < LONG && !large) : !isUnknownLog(family) || longest < LONG) return [];
    return [
      {
        ...about(family),
        code: 'unbounded-collection',
        params: {
          pattern: row.pattern,
          bytes: row.bytes,
          share: bytes === null ? null : shareOf(family, bytes),
          scope,
          longest,
          bound: growth && growth.bound !== 'none' ? growth.bound : null,
          note: growth?.note ?? null,
        },
        severity: growth ? 'medium' : 'low',
        count: row.keys,
        remedy: owner ? pruning(owner.family) : byHand('ask-writer'),
      },
    ];
  });

/** Lists and streams are trimmed, whatever else may be pruned is removed, and the rest is left to its writer. */
function pruning(family: Family): Remedy {
  const { id, type, growth } = family;
  if (whyNever(family) !== null || family.lists) return byHand('trim-at-writer');
  if (growth && (type === 'list' || type === 'stream')) return run('prune', '--family', id, '--trim-to', '50');
  return run('prune', '--family', id);
}

const isUnbounded = ({ bound }: { bound: number | 'none' }): boolean => bound === 'none' || bound > REAL_BOUND;

/** Data that nobody needs and that take much of the memory, though each key is bounded. */
export const heavyOptionalData: FindingRule = ({ families, bytes, scope }) =>
  families.flatMap((family): Finding[] => {
    const { row, owner } = family;
    const growth = owner?.family.growth;
    if (!owner || !growth || isUnbounded(growth) || row.valueClass === 'required' || row.valueClass === 'secret') return [];
    const share = shareOf(family, bytes);
    if (share < BIG_SHARE || (row.bytes ?? 0) < BIG_BYTES) return [];
    return [
      {
        ...about(family),
        code: 'heavy-optional-data',
        params: { pattern: row.pattern, share, scope, bytes: row.bytes, note: growth.note },
        severity: 'medium',
        count: row.keys,
        remedy: pruning(owner.family),
      },
    ];
  });

/** A list or stream that nobody knows and that has no TTL may well grow for ever. */
const isUnknownLog = ({ row }: ReportedFamily): boolean =>
  row.inferred && (row.type === 'list' || row.type === 'stream') && (row.noTtl ?? 0) > 0;

/** One key that is read or written as a whole holds up everybody; deleting or listing it does too. */
export const bigHotStructures: FindingRule = ({ tally, families, identity }: FindingContext) =>
  tally.largest.list
    .filter(({ bytes, length, type }) => bytes >= HUGE_KEY_BYTES || (type !== 'string' && (length ?? 0) >= HUGE_KEY_LENGTH))
    .map(({ key, bytes, length, type, counted }): Finding => {
      const family = families.find(({ stats }) => stats === counted || ('stats' in counted && stats === counted.stats));
      return {
        ...(family ? about(family) : { family: null, profile: null }),
        code: 'big-hot-structure',
        params: { key: identity.key(key.name, family?.owner ?? null), type, bytes, length },
        severity: 'medium',
        count: length ?? 1,
        remedy: family?.owner ? pruning(family.owner.family) : byHand('trim-at-writer'),
      };
    });
