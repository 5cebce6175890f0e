/** Keys whose TTL is longer or shorter than that of their family. */
import type { Finding, LostTtl } from '../finding.js';
import { byHand, meter, run, type Remedy } from '../remedy.js';
import type { KeyProbe } from '../../keyspace/probe.js';
import { capturesOf } from '../../profile/listing.js';
import { fillPattern } from '../../profile/pattern.js';
import type { CompiledFamily } from '../../profile/classify.js';
import { canLeak, repairsTtl } from '../../profile/lost-ttl.js';
import { about, type FindingRule, type ReportedFamily } from './context.js';

/** A family with a shorter TTL is not checked for keys whose TTL was cut to one day. */
const LONGER_THAN_A_DAY = 2 * 86_400;

const lostTtl = ({ row, owner }: ReportedFamily): LostTtl => {
  const ttl = owner?.family.ttl;
  const promisedSeconds = ttl?.expires ? (ttl.seconds ?? null) : null;
  return { pattern: row.pattern, keys: row.keys, exact: row.exact, promisedSeconds };
};

/** The command that restores the TTL. Keys that the application needs are checked one by one. */
function ttlRemedy({ family, profile }: CompiledFamily): Remedy {
  const repairs = repairsTtl(profile, family);
  const isNeeded = family.valueClass === 'required' || family.valueClass === 'secret';
  if (canLeak(family) && (!isNeeded || repairs === 'never')) return run('prune', '--leaked', '--family', family.id);
  const repair = ['--family', family.id, '--apply'];
  if (repairs === 'always') return run('fix-consistency', ...repair);
  if (repairs === 'negative') return { code: 'repair-below-zero', params: {}, commands: [meter('fix-consistency', ...repair)] };
  return byHand('expire-by-hand');
}

/**
 * False if a prune would leave all of the keys that were looked at, because another key says that they are in use, and if this
 * could not be asked.
 */
async function isUnused({ stats, owner }: ReportedFamily, probe: KeyProbe): Promise<boolean> {
  const unless = owner?.family.leak?.unless;
  if (owner === null || unless === undefined) return true;
  const asked = stats.lost.slice(0, probe.room(stats.lost.length));
  const signs = asked.map(({ db, name }) => ({ db, name: fillPattern(unless, capturesOf(owner, name)) }));
  return (await probe.exists(signs)).includes(false);
}

/** A counter of a limiter without a TTL never resets. Statistics without a TTL come from an import, and never expire. */
export const keysWithoutTtl: FindingRule = async ({ families, probe }) => {
  const found: Finding[] = [];
  for (const family of families) {
    const { row, owner } = family;
    const ttl = owner?.family.ttl;
    if (!ttl?.expires || ttl.orStays || row.noTtl === null || row.noTtl === 0) continue;
    const isUnusedNow = await isUnused(family, probe);
    found.push(lostTtlFinding(owner!, { lost: lostTtl(family), count: row.noTtl, isUnused: isUnusedNow }));
  }
  return found;
};

interface Lost {
  lost: LostTtl;
  /** Keys without a TTL. */
  count: number;
  /** False if other keys say that all of them are in use. */
  isUnused: boolean;
}

export function lostTtlFinding(owner: CompiledFamily, { lost, count, isUnused: canMend }: Lost): Finding {
  const { id, role, leak } = owner.family;
  const remedy = canMend ? ttlRemedy(owner) : byHand('in-use');
  const base = { family: id, profile: owner.profile.name, count, remedy };
  if (role === 'limiter' || role === 'lock' || role === 'queue' || leak)
    return { ...base, code: 'counter-without-ttl', params: { ...lost, note: leak?.note ?? null }, severity: 'medium' };
  if (role === 'counter' || role === 'index') return { ...base, code: 'imported-without-ttl', params: lost, severity: 'medium' };
  return { ...base, code: 'key-without-ttl', params: lost, severity: 'low' };
}

/** The application's own clean-up gives imported statistics a TTL of one day, so history will be lost. */
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
        params: lostTtl(family),
        severity: 'high',
        count: stats.oneDay,
        remedy:
          repairsTtl(owner!.profile, owner!.family) === 'always'
            ? run('fix-consistency', '--family', row.id, '--apply')
            : byHand('expire-by-hand'),
      },
    ];
  });
