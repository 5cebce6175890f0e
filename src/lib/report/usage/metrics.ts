/** Metrics of usage: today and this month, or the period that was asked for. */
import type { Metric as Counted } from '../../profile/figures.js';
import type { Figures, UsageData, UsageTable, Value } from '../../usage/model.js';
import type { Envelope } from '../envelope.js';
import { gauge, OTHER, type Metric } from '../metrics/metric.js';
import type { MetricOptions } from '../metrics/options.js';
import { topOwners } from '../metrics/owners.js';

/** Money is exact text, and long counts are. */
const numberOf = (value: Value | undefined): number | null => (value === null || value === undefined ? null : Number(value));

const KINDS: readonly [metric: Counted, kind: string][] = [
  ['input', 'input'],
  ['output', 'output'],
  ['cache-create', 'cache_create'],
  ['cache-read', 'cache_read'],
];

export function usageMetrics({ data }: Envelope<UsageData>, { owners }: MetricOptions): Metric[] {
  const { tables, application } = data;
  const windows = tables.flatMap(windowsOf);
  const of = (metric: Counted) =>
    windows.map(({ window, figures }) => ({ application: application.name, window, value: numberOf(figures[metric]) }));
  const owned = (metric: Counted) => tables.flatMap((table) => ownersOf(table, metric, owners));
  return [
    gauge('meter_usage_requests', 'Requests that the application has counted', of('requests')),
    gauge('meter_usage_tokens', 'Tokens that the application has counted, cached ones included', of('tokens')),
    gauge(
      'meter_usage_kind_tokens',
      'Tokens by kind',
      KINDS.flatMap(([metric, kind]) => of(metric).map((sample) => ({ ...sample, kind }))),
    ),
    gauge('meter_usage_cost_usd', 'What the application bills', of('cost')),
    gauge('meter_usage_real_cost_usd', 'Cost at list prices', of('real-cost')),
    gauge('meter_usage_owner_requests', 'Requests of an owner', owned('requests')),
    gauge('meter_usage_owner_tokens', 'Tokens of an owner', owned('tokens')),
    gauge('meter_usage_owner_cost_usd', 'What the application bills an owner', owned('cost')),
  ];
}

/** A window is named by its length, so that a new month makes no new series. */
function windowsOf({ id, rows, total }: UsageTable): { window: string; figures: Figures }[] {
  if (id === 'usage') return [{ window: 'asked', figures: total.figures }];
  if (id !== 'now') return [];
  return rows.map(({ labels: [label], figures }) => {
    const text = label?.id ?? '';
    const window = /^\d{4}-\d\d-\d\d$/.test(text) ? 'day' : /^\d{4}-\d\d$/.test(text) ? 'month' : 'cycle';
    return { window, figures };
  });
}

function ownersOf({ by, rows, others }: UsageTable, metric: Counted, most: number) {
  const [first, ...more] = by;
  if (first === undefined || first.kind !== 'entity' || more.length > 0) return [];
  const all = rows.map(({ labels: [label], figures }) => ({ id: label?.id ?? null, value: numberOf(figures[metric]) }));
  const rest = numberOf(others?.figures[metric]);
  return [...topOwners(all, most), ...(most === 0 || rest === null ? [] : [{ owner: OTHER, value: rest }])].map((each) => ({
    ...each,
    kind: first.word,
  }));
}
