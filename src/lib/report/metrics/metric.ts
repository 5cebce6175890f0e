/** Metrics of a result, before they are written in a format. */

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels: Labels;
  value: number;
}

/** All are gauges: also sums fall when their keys expire. */
export interface Metric {
  /** In base units: bytes, seconds, ratios of 0 to 1, US dollars. */
  name: string;
  /** The same in every run, because files and scrapes are merged. */
  help: string;
  samples: Sample[];
}

/** A value with its labels beside it. */
interface Labelled {
  value: number | null | undefined;
  [label: string]: string | number | null | undefined;
}

/** Samples with the same labels are added up. Those without a value are left out. */
export function gauge(name: string, help: string, samples: readonly Labelled[]): Metric {
  const sums = new Map<string, Sample>();
  for (const { value, ...others } of samples) {
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    const labels = Object.fromEntries(Object.entries(others).map(([label, text]) => [label, String(text)]));
    const names = Object.keys(labels).toSorted();
    const id = JSON.stringify(names.map((name) => [name, labels[name]]));
    sums.set(id, { labels, value: (sums.get(id)?.value ?? 0) + value });
  }
  return { name, help, samples: [...sums.values()] };
}

/** Metrics of several results: one of each name, without those that have no sample. */
export function merged(metrics: readonly Metric[]): Metric[] {
  const byName = new Map<string, Metric>();
  for (const { name, help, samples } of metrics) {
    if (samples.length === 0) continue;
    const known = byName.get(name);
    byName.set(name, { name, help, samples: [...(known?.samples ?? []), ...samples] });
  }
  return [...byName.values()];
}

/** With a further label, such as the server that they are of. */
export const labelled = (metrics: readonly Metric[], labels: Labels): Metric[] =>
  metrics.map(({ samples, ...metric }) => ({
    ...metric,
    samples: samples.map((sample) => ({ ...sample, labels: { ...labels, ...sample.labels } })),
  }));

/** The label of all that are not named by themselves. */
export const OTHER = 'other';
