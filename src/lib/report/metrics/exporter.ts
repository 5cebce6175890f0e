/** What the exporter says of itself: also a verb that fails is seen. */
import { MeterError } from '../../format/errors.js';
import type { Kept } from '../../exporter/rounds.js';
import { gauge, type Metric } from './metric.js';

export const exporterMetrics = (kept: readonly Kept<unknown>[], everySeconds: number): Metric[] => [
  gauge('meter_exporter_interval_seconds', 'Seconds from one round of the exporter to the next', [{ value: everySeconds }]),
  gauge(
    'meter_exporter_runs',
    'Runs of a verb since the exporter started',
    kept.map(({ name, runs }) => ({ verb: name, value: runs })),
  ),
  gauge(
    'meter_exporter_failures',
    'Runs of a verb that failed, since the exporter started',
    kept.map(({ name, failures }) => ({ verb: name, value: failures })),
  ),
  gauge(
    'meter_exporter_failing',
    '1 for a verb whose last run failed, with the code of the error: its other metrics are those of an earlier run',
    kept.flatMap(({ name, failure }) => (failure === null ? [] : [{ verb: name, code: codeOf(failure), value: 1 }])),
  ),
  gauge(
    'meter_exporter_not_applicable',
    '1 for a verb that this Redis has nothing for, such as usage where the application counts none',
    kept.flatMap(({ name, refusal }) => (refusal === null ? [] : [{ verb: name, code: refusal.code, value: 1 }])),
  ),
];

const codeOf = (failure: unknown): string => (failure instanceof MeterError ? failure.code : 'internal');
