/** Leases that still count against a limit, although nothing renews them. */
import type { Finding } from '../finding.js';
import { about, type FindingRule } from './context.js';

/** One renewal may be late, but not several in a row. */
const MISSED = 3;

export const abandonedLeases: FindingRule = ({ families, live }) =>
  families.flatMap((family): Finding[] => {
    const { row, stats, owner } = family;
    const lease = owner?.family.lease;
    // In a snapshot all leases are as old as the file.
    if (!lease || !live) return [];
    const left = lease.seconds - MISSED * lease.renewedEach;
    const count = Math.round(stats.ttl.upTo(left * 1000));
    if (count === 0) return [];
    return [
      {
        ...about(family),
        code: 'abandoned-leases',
        params: {
          pattern: row.pattern,
          keys: row.keys,
          exact: row.exact,
          missedSeconds: MISSED * lease.renewedEach,
          leftSeconds: left,
        },
        severity: 'low',
        count,
        remedy: { code: 'wait-for-leases', params: { lift: lease.lift }, commands: [] },
      },
    ];
  });
