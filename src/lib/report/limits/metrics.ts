/** Metrics of limits: how many are near theirs. */
import type { LimitRow, LimitsData } from '../../limits/model.js';
import type { Envelope } from '../envelope.js';
import { gauge, type Metric } from '../metrics/metric.js';
import type { MetricOptions } from '../metrics/options.js';

/** From this share on somebody is near a limit. */
const NEAR = 0.8;

const stateOf = ({ reached, share }: LimitRow): string =>
  reached === true ? 'reached' : share === null ? 'unknown' : share >= NEAR ? 'near' : 'below';

export function limitsMetrics({ data }: Envelope<LimitsData>, { owners }: MetricOptions): Metric[] {
  const application = data.application.name;
  const { rows, closed, unreadable, subjects } = data;
  const kinds = [...new Set(rows.map(({ limit }) => limit))];
  const shares = kinds.map((limit) => {
    const known = rows.flatMap((row) => (row.limit === limit && row.share !== null ? [row.share] : []));
    return { application, limit, value: known.length === 0 ? null : known.reduce((most, share) => Math.max(most, share), 0) };
  });
  return [
    gauge(
      'meter_limit_subjects',
      'Subjects of a limit by how near they are: reached, near (80 % and more), below, unknown',
      rows.map((row) => ({ application, limit: row.limit, state: stateOf(row), value: 1 })),
    ),
    gauge('meter_limit_used_ratio_max', 'The largest share of a limit that somebody has used', shares),
    gauge(
      'meter_limit_closed_subjects',
      'Subjects all of whose requests are refused, such as expired ones',
      closed.map(({ word, why }) => ({ application, kind: word, why, value: 1 })),
    ),
    gauge(
      'meter_limit_unlimited_subjects',
      'Subjects without any limit',
      subjects.map(({ word, unlimited }) => ({ application, kind: word, value: unlimited })),
    ),
    gauge('meter_limit_unreadable', 'Limits that are no numbers', [{ application, value: unreadable.length }]),
    gauge(
      'meter_limit_owner_used_ratio',
      'Share of a limit that an owner has used',
      nearest(rows, owners).map((row) => ({
        application,
        limit: row.limit,
        kind: row.word,
        owner: row.subject.id ?? 'anonymous',
        value: row.share,
      })),
    ),
  ];
}

/** The nearest subjects of each limit: shares of others cannot be added up. */
function nearest(rows: readonly LimitRow[], most: number): LimitRow[] {
  const seen = new Map<string, Set<string>>();
  return rows
    .filter(({ share, subject }) => share !== null && subject.id !== null)
    .toSorted((a, b) => b.share! - a.share!)
    .filter(({ limit, subject }) => {
      const own = seen.get(limit) ?? new Set<string>();
      seen.set(limit, own);
      // Two short forms can be the same.
      if (own.size >= most || own.has(subject.id!)) return false;
      own.add(subject.id!);
      return true;
    });
}
