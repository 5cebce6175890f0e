/** Data that take much memory, grow without limit, or are in one key. */
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

/** Statistics by hour and by minute: most of the keys, and no bill depends on them. */
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
      // Statistics by minute soon expire.
      remedy: hasPrunableHours(context) ? run('prune', '--hourly') : byHand('no-hours-left'),
    },
  ];
};

/** What reads the families. An index is read only for the keys that it lists. */
function losses(families: readonly ReportedFamily[]): string[] {
  const read = families.flatMap(({ owner }) => (owner && owner.family.role !== 'index' ? owner.family : []));
  return [...new Set(read.filter(({ harmless }) => !harmless).map(({ breaks }) => breaks))];
}

/** A larger bound limits nothing in practice. */
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

/** Lists and streams are trimmed. Other keys are removed if they may be pruned. The rest needs a change of the application. */
function pruning(family: Family): Remedy {
  const { id, type, growth } = family;
  if (whyNever(family) !== null || family.lists) return byHand('trim-at-writer');
  if (growth && (type === 'list' || type === 'stream')) return run('prune', '--family', id, '--trim-to', '50');
  return run('prune', '--family', id);
}

const isUnbounded = ({ bound }: { bound: number | 'none' }): boolean => bound === 'none' || bound > REAL_BOUND;

/** Optional data that take much of the memory, although each key is bounded. */
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

/** An unrecognised list or stream without a TTL may grow without limit. */
const isUnknownLog = ({ row }: ReportedFamily): boolean =>
  row.inferred && (row.type === 'list' || row.type === 'stream') && (row.noTtl ?? 0) > 0;

/** A large key that is read, written or removed as a whole blocks other clients. */
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
