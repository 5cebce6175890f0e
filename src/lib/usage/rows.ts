/** Makes the rows of a table from sums: decides between 0 and unknown, sorts, and adds up the other rows. */
import type { Metric } from '../profile/figures.js';
import type { Grouping } from './grouping.js';
import { grainOf, partsOf, shifted, startOf, type Range } from './calendar.js';
import { labelsIn, type Span, type Sums, type SumRow } from './sums.js';
import { added, descending, sumOf, type Sum } from './value.js';

export interface Ordered {
  rows: SumRow[];
  /** Sum of the other rows; `null`: none. */
  others: { rows: number; amounts: (Sum | null)[]; list: readonly SumRow[] } | null;
  total: (Sum | null)[];
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
  for (const row of sums.rows.values()) complete(row, metrics, unknown);
  const rows = [...sums.rows.values()];
  const total = sumOf(amountsOf(rows), metrics.length);
  if (rows.length === 0) for (const [at, metric] of metrics.entries()) total[at] = unknown.everywhere(metric) ? null : 0;
  const by = sort ?? usualSort(metrics, total);
  const sorted = inOrder(rows, metrics.indexOf(by), grouping, sort !== null);
  const [kept, rest] = [sorted.slice(0, top), sorted.slice(top)];
  const others = rest.length === 0 ? null : { rows: rest.length, amounts: sumOf(amountsOf(rest), metrics.length), list: rest };
  return { rows: kept, others, total, sort: by };
}

function usualSort(metrics: readonly Metric[], total: readonly (Sum | null)[]): Metric {
  const known = metrics.filter((_, at) => total[at] !== null);
  return (
    ['cost', 'tokens', 'requests'].map((each) => known.find((metric) => metric === each)).find((each) => each) ?? metrics[0]!
  );
}

function* amountsOf(rows: Iterable<SumRow>): Generator<SumRow['amounts']> {
  for (const { amounts } of rows) yield amounts;
}

/** Final amounts by labels, for rows of another table. */
export class FinalSums {
  readonly total: (Sum | null)[];
  readonly #sums: Sums;
  /** Amounts of entities without a key. */
  readonly #none: (Sum | null)[];

  constructor(sums: Sums, grouping: Grouping, metrics: readonly Metric[]) {
    const unknown = new Unknown(sums.spans(), grouping);
    for (const row of sums.rows.values()) complete(row, metrics, unknown);
    this.#sums = sums;
    this.#none = metrics.map((metric) => (unknown.everywhere(metric) ? null : 0));
    this.total = this.sum(sums.rows.values());
  }

  of({ key }: Pick<SumRow, 'key'>): readonly (Sum | null)[] {
    return this.#sums.rows.get(key)?.amounts ?? this.#none;
  }

  sum(rows: Iterable<Pick<SumRow, 'key'>>): (Sum | null)[] {
    let sum = this.#none;
    for (const row of rows) sum = sumOf([sum, this.of(row)], this.#none.length);
    return sum;
  }
}

/** Every period has a row, even without usage. Future periods have none. */
function addEmptyPeriods(sums: Sums, cut: NonNullable<Grouping['cut']>, range: Range, now: number, weekStart: number): void {
  const first = startOf(cut, range.from, weekStart);
  for (let at = first; at < range.to && at <= now; at = shifted(cut, at, 1)) sums.row([String(at)]);
}

/** What no key says is 0 if it would be known. */
function complete({ key, amounts, lacking }: SumRow, metrics: readonly Metric[], unknown: Unknown): void {
  for (const [at, metric] of metrics.entries())
    if (amounts[at] === null && (lacking & (1 << at)) === 0 && !unknown.of(metric, key)) amounts[at] = 0;
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

  of(metric: Metric, key: string): boolean {
    const label = this.#at < 0 ? '' : (labelsIn({ key })[this.#at] ?? '');
    return this.#unknown.get(`${metric} ${label}`) ?? true;
  }

  everywhere(metric: Metric): boolean {
    return this.#unknown.get(`${metric} `) ?? true;
  }
}

function inOrder(rows: SumRow[], at: number, { by }: Grouping, isAsked: boolean): SumRow[] {
  const byFigure = (a: SumRow, b: SumRow): number =>
    descending(a.amounts[at] ?? null, b.amounts[at] ?? null) || compareTexts(a.key, b.key);
  const period = by.findIndex(({ kind }) => kind === 'period');
  if (period < 0 || (by.length === 1 && isAsked)) return rows.toSorted(byFigure);
  const time = (row: SumRow): number => Number(labelsIn(row)[period]);
  if (by.length === 1) return rows.toSorted((a, b) => time(a) - time(b));
  if (period === 0) return rows.toSorted((a, b) => time(a) - time(b) || byFigure(a, b));
  // All periods of one entity, the entity with the largest sum first.
  const first = (row: SumRow): string => labelsIn(row)[0]!;
  const sums = new Map<string, Sum | null>();
  for (const row of rows) {
    const [known, amount] = [sums.get(first(row)) ?? null, row.amounts[at] ?? null];
    sums.set(first(row), amount === null ? known : added(known, amount));
  }
  return rows.toSorted(
    (a, b) =>
      descending(sums.get(first(a)) ?? null, sums.get(first(b)) ?? null) || compareTexts(first(a), first(b)) || time(a) - time(b),
  );
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
