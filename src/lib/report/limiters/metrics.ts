/** Metrics of limiters. */
import type { LimiterRow } from '../../limiters/model.js';
import type { Envelope } from '../envelope.js';
import { gauge, OTHER, type Metric } from '../metrics/metric.js';
import type { LimitersReport } from './worded.js';

/** Names of some libraries come from the data. */
const MOST = 50;

export function limitersMetrics({ data }: Envelope<LimitersReport>): Metric[] {
  const { limiters, findings, abandoned } = data;
  const named = new Set(
    limiters
      .toSorted((a, b) => b.keys - a.keys)
      .slice(0, MOST)
      .map(({ rule }) => rule),
  );
  const of = (value: (row: LimiterRow) => number | null) =>
    limiters.map((row) => ({ application: row.application, limit: named.has(row.rule) ? row.rule : OTHER, value: value(row) }));
  return [
    gauge(
      'meter_limiter_keys',
      'Keys of a limiter',
      of(({ keys }) => keys),
    ),
    gauge(
      'meter_limiter_bytes',
      'Memory of the keys of a limiter',
      of(({ bytes }) => bytes),
    ),
    gauge(
      'meter_limiter_keys_without_ttl',
      'Keys of a limiter that never expire',
      of(({ permanent }) => permanent),
    ),
    gauge(
      'meter_limiter_near_subjects',
      'Subjects that have used most of a limit',
      of(({ near }) => near),
    ),
    gauge(
      'meter_limiter_full_subjects',
      'Subjects at a limit',
      of(({ full }) => full),
    ),
    gauge(
      'meter_limiter_racing',
      '1 for a limiter that lets requests at once pass together',
      of(({ holds }) => (holds ? 0 : 1)),
    ),
    gauge('meter_limiter_abandoned_slots', 'Slots of processes that are gone', [
      { value: abandoned.reduce((sum, { slots }) => sum + slots, 0) },
    ]),
    gauge(
      'meter_limiters_findings',
      'Findings about limiters by code and severity',
      findings.map(({ code, severity }) => ({ code, severity, value: 1 })),
    ),
  ];
}
