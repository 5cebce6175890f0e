/** Keys that live longer, or shorter, than their family promises. */
import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import type { Finding } from '../model.js';
import type { CompiledFamily } from '../../profile/classify.js';
import { canLeak, repairsLife } from '../../profile/lost-life.js';
import { about, type FindingRule, type ReportedFamily } from './context.js';

/** A family that promises less than this cannot be cut to a day. */
const LONGER_THAN_A_DAY = 2 * 86_400;

const counted = ({ row }: ReportedFamily, keys: number): string =>
  `${row.exact ? '' : 'about '}${formatCount(keys)} of ${formatCount(row.keys)}`;

/** The life that the family promises, in words. */
function promise({ owner }: ReportedFamily): string {
  const ttl = owner?.family.ttl;
  return ttl?.expires && ttl.seconds !== undefined ? `a TTL of ${formatDuration(ttl.seconds)}` : 'a TTL';
}

/** The profile has no life to give. */
const BY_HAND =
  'none by meter: how long such a key lives is up to the application; redis-cli EXPIRE gives it the life that it should have';

/** What gives such a key its life back. What the application needs is looked at key by key. */
function lifeFix({ family, profile }: CompiledFamily): string {
  const repair = `meter fix-consistency --family ${family.id} --apply`;
  const repairs = repairsLife(profile, family);
  const isNeeded = family.valueClass === 'required' || family.valueClass === 'secret';
  if (canLeak(family) && (!isNeeded || repairs === 'never')) return `meter prune --leaked --family ${family.id}`;
  if (repairs === 'always') return repair;
  if (repairs === 'negative') return `${repair} for values below zero; others are up to the application`;
  return BY_HAND;
}

/** A limiter's counter without TTL never resets; statistics without one come from an import and stay for ever. */
export const keysWithoutTtl: FindingRule = ({ families }) =>
  families.flatMap((family): Finding[] => {
    const { row, owner } = family;
    const ttl = owner?.family.ttl;
    if (!ttl?.expires || ttl.orStays || row.noTtl === null || row.noTtl === 0) return [];
    const { role, leak } = owner!.family;
    const base = { ...about(family), count: row.noTtl, fix: lifeFix(owner!) };
    const evidence = `${counted(family, row.noTtl)} keys have none, though the family promises ${promise(family)}`;
    if (role === 'limiter' || role === 'lock' || role === 'queue' || leak) {
      const why = leak ? `; ${leak.note}` : '';
      return [
        {
          ...base,
          code: 'counter-without-ttl',
          severity: 'medium',
          title: `${row.pattern} leaks keys without TTL`,
          evidence: `${evidence}${why}`,
        },
      ];
    }
    if (role === 'counter' || role === 'index') {
      return [
        {
          ...base,
          code: 'imported-without-ttl',
          severity: 'medium',
          title: `${row.pattern} has keys that never expire`,
          evidence: `${evidence}; an import that dropped the TTLs leaves this`,
        },
      ];
    }
    return [{ ...base, code: 'key-without-ttl', severity: 'low', title: `${row.pattern} has keys that never expire`, evidence }];
  });

/** The application's own clean-up gives imported statistics one day to live: history is about to be lost. */
export const oneDayTtl: FindingRule = ({ families, shortened }) =>
  families.flatMap((family): Finding[] => {
    const { row, stats, owner } = family;
    const ttl = owner?.family.ttl;
    if (!ttl?.expires || (ttl.seconds ?? 0) < LONGER_THAN_A_DAY || stats.oneDay === 0) return [];
    if (shortened.some(({ profile, id }) => profile === owner!.profile.name && id === row.id)) return [];
    return [
      {
        ...about(family),
        code: 'one-day-ttl',
        severity: 'high',
        title: `${row.pattern} is about to lose data before its time`,
        count: stats.oneDay,
        evidence: `${counted(family, stats.oneDay)} keys have a day or less to live where ${promise(family)} leaves more; an import followed by the hourly clean-up does this`,
        fix:
          repairsLife(owner!.profile, owner!.family) === 'always' ? `meter fix-consistency --family ${row.id} --apply` : BY_HAND,
      },
    ];
  });
