import { usageError } from '../../format/errors.js';
import { faceOf } from './face.js';

/** Verbs with metrics. report/metrics/ makes them. */
const WITH_METRICS: readonly string[] = ['audit', 'usage', 'limits', 'limiters', 'doctor'];

/** Throws the usage errors of metrics, before anything is read. `flags`: as parsed. */
export function checkMetrics(command: string, flags: Readonly<Record<string, unknown>>): void {
  if (command === 'exporter') return;
  const { json, format, output } = flags;
  const wants = format === 'prometheus' || (typeof output === 'string' && /\.prom$/i.test(output));
  if (wants && !WITH_METRICS.includes(command))
    throw usageError(`meter ${command} has no metrics.`, `Verbs with metrics: ${WITH_METRICS.join(', ')}.`);
  if (wants && typeof flags['compare-to'] === 'string')
    throw usageError('A comparison has no metrics.', 'Leave --compare-to out: Prometheus compares by itself.');
  if (wants && flags['section'] !== undefined)
    throw usageError('--section and --format prometheus contradict each other.', 'Leave one of them out.');
  if (flags['metric-owners'] === undefined) return;
  const face = faceOf({ json: json === true, format: format as 'text' | undefined, file: output as string | undefined });
  if (face !== 'prometheus') throw usageError('--metric-owners is for metrics.', 'Add --format prometheus, or leave it out.');
}
