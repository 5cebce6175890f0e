/** Metrics of an audit. */
import type { Envelope } from '../envelope.js';
import { gauge, OTHER, type Metric } from '../metrics/metric.js';
import type { MetricOptions } from '../metrics/options.js';
import { topOwners } from '../metrics/owners.js';
import type { AuditReport } from './worded.js';

export function auditMetrics({ data }: Envelope<AuditReport>, { owners }: MetricOptions): Metric[] {
  const { families, findings, databases, memory, profiles, unrecognised, dimensions } = data;
  // The names of families that no profile knows come from the data.
  const known = families.filter(({ inferred }) => !inferred);
  const labels = ({ profile, id, valueClass, grain }: (typeof known)[number]) => ({
    application: profile ?? OTHER,
    family: id,
    class: valueClass ?? OTHER,
    grain,
  });
  const owned = (value: (row: (typeof dimensions)[number]['top'][number]) => number | null) =>
    dimensions.flatMap(({ dimension, top }) =>
      topOwners(
        top.map((row) => ({ id: row.value, value: value(row) })),
        owners,
      ).map((each) => ({ ...each, kind: dimension })),
    );
  return [
    gauge(
      'meter_keys',
      'Keys of each database',
      databases.map(({ db, keys }) => ({ db: String(db), value: keys })),
    ),
    gauge(
      'meter_keys_expiring',
      'Keys with a TTL',
      databases.map(({ db, withTtl }) => ({ db: String(db), value: withTtl })),
    ),
    gauge(
      'meter_family_keys',
      'Keys of a family',
      known.map((row) => ({ ...labels(row), value: row.keys })),
    ),
    gauge(
      'meter_family_bytes',
      'Memory of the keys of a family',
      known.map((row) => ({ ...labels(row), value: row.bytes })),
    ),
    gauge(
      'meter_family_keys_without_ttl',
      'Keys of a family that never expire',
      known.map((row) => ({ ...labels(row), value: row.noTtl })),
    ),
    gauge('meter_unrecognised_keys', 'Keys that no profile knows', [{ value: unrecognised.keys }]),
    gauge('meter_unrecognised_bytes', 'Memory of the keys that no profile knows', [{ value: unrecognised.bytes }]),
    gauge('meter_memory_used_bytes', 'Memory that the server uses', [{ value: memory.usedMemory }]),
    gauge('meter_memory_peak_bytes', 'Most memory that the server has used', [{ value: memory.peakMemory }]),
    gauge('meter_memory_max_bytes', 'maxmemory of the server; 0: no limit', [{ value: memory.maxmemory }]),
    gauge(
      'meter_application_info',
      'An application that was recognised, with the oldest and the newest release that can have written the data',
      profiles.map(({ name, version, upTo }) => ({ application: name, from: version ?? '', to: upTo ?? '', value: 1 })),
    ),
    gauge(
      'meter_audit_findings',
      'Findings of an audit by code and severity',
      findings.map(({ code, severity }) => ({ code, severity, value: 1 })),
    ),
    gauge(
      'meter_owner_keys',
      'Keys of an owner',
      owned(({ keys }) => keys),
    ),
    gauge(
      'meter_owner_bytes',
      'Memory of the keys of an owner',
      owned(({ bytes }) => bytes),
    ),
  ];
}
