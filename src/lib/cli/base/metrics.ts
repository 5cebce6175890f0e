import { says } from '../../errors/command-line.js';
import { usageError } from '../../format/errors.js';
import { faceOf } from './face.js';

/** Verbs with metrics. report/metrics/ makes them. */
const WITH_METRICS: readonly string[] = ['audit', 'usage', 'limits', 'limiters', 'doctor'];

/** Throws the usage errors of metrics, before anything is read. `flags`: as parsed. */
export function checkMetrics(command: string, flags: Readonly<Record<string, unknown>>): void {
  if (command === 'exporter') return;
  const { json, format, output } = flags;
  const wants = format === 'prometheus' || (typeof output === 'string' && /\.prom$/i.test(output));
  if (wants && !WITH_METRICS.includes(command)) throw usageError(says('no-metrics', { command, known: WITH_METRICS }));
  if (wants && typeof flags['compare-to'] === 'string') throw usageError(says('comparison-no-metrics'));
  if (wants && flags['section'] !== undefined) throw usageError(says('section-and-metrics'));
  if (flags['metric-owners'] === undefined) return;
  const face = faceOf({ json: json === true, format: format as 'text' | undefined, file: output as string | undefined });
  if (face !== 'prometheus') throw usageError(says('metric-owners-alone'));
}
