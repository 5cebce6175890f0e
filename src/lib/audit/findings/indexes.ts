/** Index sets with members that were never entities. */
import type { Finding } from '../finding.js';
import { run } from '../remedy.js';
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
        params: { pattern: row.pattern, member, sets: keys.length },
        severity: 'low',
        count: hits,
        remedy: run('fix-consistency', '--family', row.id, '--apply'),
      });
    }
  }
  return found;
};
