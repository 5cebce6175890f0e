/** Makes the rows of a table from sums: decides between 0 and unknown, sorts, and adds up the other rows. */
import { ZERO, type Decimal } from '../format/decimal.js';
import type { Metric } from '../profile/figures.js';
import type { Grouping } from './grouping.js';
import { grainOf, partsOf, shifted, startOf, type Range } from './calendar.js';
import type { Span, Sums, SumRow } from './sums.js';
import { descending, sumOf } from './value.js';

/** A row whose figures are final. */
export interface FinalRow {
  labels: readonly string[];
  amounts: readonly (Decimal | null)[];
  fromParts: boolean;
}

export interface Ordered {
  rows: FinalRow[];
  /** Sum of the other rows; `null`: none. */
  others: { rows: number; amounts: (Decimal | null)[]; keys: readonly string[] } | null;
  total: (Decimal | null)[];
  sort: Metric;
}

export interface OrderOptions {
  grouping: Grouping;
  metrics: readonly Metric[];
  /** `null`: cost, else tokens; periods by time. */
  sort: Metric | null;
  top: number;
  /** `null`: no dates. */
  range: Range | null;
  /** Local instant. */
  now: number;
}

export function ordered(sums: Sums, { grouping, metrics, sort, top, range, now }: OrderOptions): Ordered {
  const spans = sums.spans();
  const { cut } = grouping;
  if (cut !== null && range !== null && grouping.by.length === 1) addEmptyPeriods(sums, cut, range, now, grouping.weekStart);
  if (grouping.by.length === 0) sums.row([]);
  const unknown = new Unknown(spans, grouping);
  const rows = [...sums.rows.values()].map((row) => finalRow(row, metrics, unknown));
  const total = sumOf(
    rows.map(({ amounts }) => amounts),
    metrics.length,
  );
  if (rows.length === 0) for (const [at, metric] of metrics.entries()) total[at] = unknown.everywhere(metric) ? null : ZERO;
  const by = sort ?? usualSort(metrics, total);
  const sorted = inOrder(rows, metrics.indexOf(by), grouping, sort !== null);
  const [kept, rest] = [sorted.slice(0, top), sorted.slice(top)];
  const others =
    rest.length === 0
      ? null
      : {
          rows: rest.length,
          amounts: sumOf(
            rest.map(({ amounts }) => amounts),
            metrics.length,
          ),
          keys: rest.map(({ labels }) => labels.join('\0')),
        };
  return { rows: kept, others, total, sort: by };
}

function usualSort(metrics: readonly Metric[], total: readonly (Decimal | null)[]): Metric {
  const known = metrics.filter((_, at) => total[at] !== null);
  return (
    ['cost', 'tokens', 'requests'].map((each) => known.find((metric) => metric === each)).find((each) => each) ?? metrics[0]!
  );
}

/** Final amounts by labels, for rows of another table. */
export class FinalSums {
  readonly total: (Decimal | null)[];
  readonly #rows: ReadonlyMap<string, FinalRow>;
  /** Amounts of entities without a key. */
  readonly #none: (Decimal | null)[];

  constructor(sums: Sums, grouping: Grouping, metrics: readonly Metric[]) {
    const unknown = new Unknown(sums.spans(), grouping);
    this.#none = metrics.map((metric) => (unknown.everywhere(metric) ? null : ZERO));
    this.#rows = new Map([...sums.rows].map(([key, row]) => [key, finalRow(row, metrics, unknown)]));
    this.total = this.sum([...this.#rows.keys()]);
  }

  of(key: string): readonly (Decimal | null)[] {
    return this.#rows.get(key)?.amounts ?? this.#none;
  }

  sum(keys: readonly string[]): (Decimal | null)[] {
    return sumOf([this.#none, ...keys.map((key) => this.of(key))], this.#none.length);
  }
}

/** Every period has a row, even without usage. Future periods have none. */
function addEmptyPeriods(sums: Sums, cut: NonNullable<Grouping['cut']>, range: Range, now: number, weekStart: number): void {
  const first = startOf(cut, range.from, weekStart);
  for (let at = first; at < range.to && at <= now; at = shifted(cut, at, 1)) sums.row([String(at)]);
}

function finalRow({ labels, amounts, lacking, fromParts }: SumRow, metrics: readonly Metric[], unknown: Unknown): FinalRow {
  const final = amounts.map((amount, at) => {
    if (amount !== null) return amount;
    return (lacking & (1 << at)) !== 0 || unknown.of(metrics[at]!, labels) ? null : ZERO;
  });
  return { labels, amounts: final, fromParts };
}

/** Periods for which a metric is unknown. */
class Unknown {
  readonly #unknown = new Map<string, boolean>();
  readonly #at: number;

  constructor(spans: readonly Span[], { by, cut, weekStart }: Grouping) {
    this.#at = by.findIndex(({ kind }) => kind === 'period');
    for (const { metric, range, state } of spans) {
      const starts =
        cut === null || range === null ? [] : partsOf(range, grainOf(cut)).map(({ from }) => startOf(cut, from, weekStart));
      for (const label of ['', ...new Set(starts.map(String))]) {
        const key = `${metric} ${label}`;
        this.#unknown.set(key, (this.#unknown.get(key) ?? true) && state === 'unknown');
      }
    }
  }

  of(metric: Metric, labels: readonly string[]): boolean {
    const label = this.#at < 0 ? '' : (labels[this.#at] ?? '');
    return this.#unknown.get(`${metric} ${label}`) ?? true;
  }

  everywhere(metric: Metric): boolean {
    return this.#unknown.get(`${metric} `) ?? true;
  }
}

function inOrder(rows: FinalRow[], at: number, { by }: Grouping, isAsked: boolean): FinalRow[] {
  const byFigure = (a: FinalRow, b: FinalRow): number =>
    descending(a.amounts[at] ?? null, b.amounts[at] ?? null) || compareTexts(a.labels.join('\0'), b.labels.join('\0'));
  const period = by.findIndex(({ kind }) => kind === 'period');
  if (period < 0 || (by.length === 1 && isAsked)) return rows.toSorted(byFigure);
  const time = ({ labels }: FinalRow): number => Number(labels[period]);
  if (by.length === 1) return rows.toSorted((a, b) => time(a) - time(b));
  if (period === 0) return rows.toSorted((a, b) => time(a) - time(b) || byFigure(a, b));
  // All periods of one entity, the entity with the largest sum first.
  const sums = new Map<string, (Decimal | null)[]>();
  for (const { labels, amounts } of rows) sums.set(labels[0]!, sumOf([sums.get(labels[0]!) ?? [], amounts], amounts.length));
  return rows.toSorted((a, b) => {
    const [one, other] = [sums.get(a.labels[0]!)?.[at] ?? null, sums.get(b.labels[0]!)?.[at] ?? null];
    return descending(one, other) || compareTexts(a.labels[0]!, b.labels[0]!) || time(a) - time(b);
  });
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
