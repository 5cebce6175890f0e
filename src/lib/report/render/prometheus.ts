/**
 * The text format of Prometheus: HELP and TYPE before the samples of each metric, no timestamps, because a collector of text files
 * refuses them. https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import type { Labels, Metric } from '../metrics/metric.js';

export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, help, samples }) => {
      const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${numberText(value)}\n`);
      return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} gauge\n${lines.join('')}`;
    })
    .join('');
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Longer values are none that a metric is meant for. */
const LONGEST = 200;

/** Control characters and lone surrogates are replaced. */
const escaped = (value: string): string =>
  value
    .slice(0, LONGEST)
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '\ufffd');

function numberText(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}
