/** Data that takes much, grows without end, or sits in one key. */
import { formatBytes } from '../../format/bytes.js';
import { formatCount, formatCounted, formatShare } from '../../format/number.js';
import { withoutStop } from '../../format/sentence.js';
import { isLowerBound } from '../bytes-figure.js';
import type { BytesFigure, Finding } from '../model.js';
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
  const size = sumBytes(fine);
  return [
    {
      code: 'fine-grained-statistics',
      severity: share >= 0.3 ? 'medium' : 'low',
      title: 'statistics by the hour and minute are finer than most operators need',
      family: null,
      profile: fine[0]!.row.profile,
      count: keys,
      evidence: `${formatCounted(keys, 'key', 'keys')} in ${formatCounted(fine.length, 'family', 'families')}, ${formatShare(share)} of all keys${scope}${sizeText(size)}, index sets included; ${losses(fine)}`,
      fix: hasPrunableHours(context) ? 'meter prune --hourly' : GONE_ALREADY,
    },
  ];
};

/** Minutes leave by themselves soon. */
const GONE_ALREADY =
  'nothing now: every hour that is over has gone, or is needed; switch them off where they are written: meter flags list';

const sizeText = (size: BytesFigure): string =>
  size.bytes === null ? '' : `, ${isLowerBound(size) ? 'at least' : 'about'} ${formatBytes(size.bytes)}`;

/** What reads them, in the profile's own words; an index is read for what it lists. */
function losses(families: readonly ReportedFamily[]): string {
  const read = families.flatMap(({ owner }) => (owner && owner.family.role !== 'index' ? owner.family.breaks : []));
  // In alphabetical order, since families come in the order in which keys were met.
  const lost = [...new Set(read.flatMap((text) => asClause(text).split('; ')))]
    .filter((text) => !text.startsWith('nothing'))
    .sort();
  return lost.length === 0 ? 'nothing reads them' : `without them these go: ${lost.join('; ')}`;
}

/** A sentence as part of another one. */
const asClause = (sentence: string): string => withoutStop(sentence).replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());

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
    const bound = growth && growth.bound !== 'none' ? `, trimmed only at ${formatCount(growth.bound)}` : ', never trimmed';
    return [
      {
        ...about(family),
        code: 'unbounded-collection',
        severity: growth ? 'medium' : 'low',
        title: `${row.pattern} takes much and keeps growing`,
        count: row.keys,
        evidence: `${formatBytes(row.bytes)}${bytes === null ? '' : ` (${formatShare(shareOf(family, bytes))} of the data${scope})`}, longest ${formatCounted(longest, 'element', 'elements')}${bound}${growth ? `; ${growth.note}` : ''}`,
        fix: owner ? pruneFix(owner.family) : `look at its writer; nothing that is not recognised can be pruned`,
      },
    ];
  });

/** Lists and streams are trimmed, whatever else may be pruned is removed, and the rest is left to its writer. */
function pruneFix(family: Family): string {
  const { id, type, growth } = family;
  if (whyNever(family) !== null || family.lists) return 'split it, or trim it at its writer';
  if (growth && (type === 'list' || type === 'stream')) return `meter prune --family ${id} --trim-to 50`;
  return `meter prune --family ${id}`;
}

const isUnbounded = ({ bound }: { bound: number | 'none' }): boolean => bound === 'none' || bound > REAL_BOUND;

/** Data that nobody needs and that take much of the memory, though each key is bounded. */
export const heavyOptionalData: FindingRule = ({ families, bytes, scope }) =>
  families.flatMap((family): Finding[] => {
    const { row, owner } = family;
    const growth = owner?.family.growth;
    if (!growth || isUnbounded(growth) || row.valueClass === 'required' || row.valueClass === 'secret') return [];
    const share = shareOf(family, bytes);
    if (share < BIG_SHARE || (row.bytes ?? 0) < BIG_BYTES) return [];
    return [
      {
        ...about(family),
        code: 'heavy-optional-data',
        severity: 'medium',
        title: `${row.pattern} takes ${formatShare(share)} of the data${scope}`,
        count: row.keys,
        evidence: `${formatBytes(row.bytes)} in ${formatCounted(row.keys, 'key', 'keys')}; ${growth.note}`,
        fix: owner ? pruneFix(owner.family) : '',
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
        severity: 'medium',
        title: `one ${type ?? 'key'} is very big`,
        count: length ?? 1,
        evidence: `${identity.key(key.name, family?.owner ?? null)}: ${formatBytes(bytes)}${length === null ? '' : `, ${formatCounted(length, 'element', 'elements')}`}; reading it whole stops the server meanwhile`,
        fix: family?.owner ? pruneFix(family.owner.family) : 'split it, or trim it at its writer',
      };
    });
