/** What counts against a limit although nobody works on it any more. */
import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import type { Finding } from '../model.js';
import { about, type FindingRule } from './context.js';

/** A renewal may be late; several that are missing in a row are not. */
const MISSED = 3;

export const abandonedLeases: FindingRule = ({ families, live }) =>
  families.flatMap((family): Finding[] => {
    const { row, stats, owner } = family;
    const lease = owner?.family.lease;
    // In a snapshot all are as old as the file.
    if (!lease || !live) return [];
    const left = lease.seconds - MISSED * lease.renewedEach;
    const count = Math.round(stats.ttl.upTo(left * 1000));
    if (count === 0) return [];
    return [
      {
        ...about(family),
        code: 'abandoned-leases',
        severity: 'low',
        title: `${row.pattern} counts requests that nobody renews`,
        count,
        evidence: `${row.exact ? '' : 'about '}${formatCount(count)} of ${formatCount(row.keys)} keys were renewed ${formatDuration(MISSED * lease.renewedEach)} ago or longer, as after kill -9, unless the application is set to shorter leases: each counts against its limit until it expires, within ${formatDuration(left)}`,
        fix: `none needed: they expire by themselves; at once by ${lease.lift}`,
      },
    ];
  });
