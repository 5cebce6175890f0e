/** Index sets with members that were never entities. */
import { formatCount, formatCounted } from '../../format/number.js';
import type { Finding } from '../model.js';
import { about, type FindingRule } from './context.js';

export const ghostMembers: FindingRule = async ({ families, probe }) => {
  const found: Finding[] = [];
  for (const family of families) {
    const { row, stats, owner } = family;
    const keys = stats.examples;
    for (const member of owner?.family.ghostMembers ?? []) {
      if (probe.room(keys.length) < keys.length) continue;
      const hits = (await probe.isMember(keys, member)).filter((answer) => answer === true).length;
      if (hits === 0) continue;
      found.push({
        ...about(family),
        code: 'ghost-index-member',
        severity: 'low',
        title: `${row.pattern} holds the ghost member "${member}"`,
        count: hits,
        evidence: `${formatCount(hits)} of ${formatCounted(keys.length, 'set', 'sets')} looked at hold a member that a start-up migration put there by mistake`,
        fix: `meter fix-consistency --family ${row.id} --apply`,
      });
    }
  }
  return found;
};
