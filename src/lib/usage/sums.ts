/** Adds up the figures of one plan by row. */
import { EXIT, MeterError } from '../format/errors.js';
import { formatCount } from '../format/number.js';
import type { Metric } from '../profile/figures.js';
import { amountOf } from './amounts.js';
import type { Availability, Reason } from './availability.js';
import { labelOf, type Range } from './calendar.js';
import type { Job, Reading } from './job.js';
import type { Plan, Step } from './plan.js';
import type { Ids, Source } from './sources.js';
import { added, type Sum } from './value.js';

/** Maximum number of rows. Nobody reads more. */
const MOST_ROWS = 500_000;
const EXAMPLES = 5;

export const labelsIn = ({ key }: Pick<SumRow, 'key'>): string[] => key.split('\0');

export interface SumRow {
  /** Ids of entities, or local starts of periods as text, separated by NUL; empty text: no entity. */
  key: string;
  /** In the order of the metrics; `null`: no key has it. */
  amounts: (Sum | null)[];
  /** Metrics that a key of the row lacks, by bit. */
  lacking: number;
  fromParts: boolean;
}

/** What is known of one metric in one period. */
export interface Span {
  metric: Metric;
  /** `null`: all time, or a cycle. */
  range: Range | null;
  state: 'known' | 'partly' | 'unknown';
  reason: Reason | null;
}

export interface SumOptions {
  plan: Plan;
  metrics: readonly Metric[];
  labelsOf: (source: Source, ids: Ids, step: Step) => readonly string[];
  keeps: (source: Source, ids: Ids) => boolean;
}

export class Sums implements Job {
  readonly plan: Plan;
  readonly rows = new Map<string, SumRow>();
  /** Keys whose values were added up. */
  keys = 0;
  refused = 0;
  /** Keys with a value that is not a number. */
  readonly odd = { keys: 0, examples: [] as string[] };
  /** Entities whose parts were added up, by the label of the whole period. */
  readonly fromParts = new Map<string, Set<string>>();
  readonly #options: SumOptions;
  readonly #said = new Map<Step, Map<Metric, number>>();
  readonly #found = new Map<Step, number>();
  readonly #lacking = new Map<Metric, number>();
  readonly #logged = new Map<Metric, readonly Span[]>();

  constructor(options: SumOptions) {
    this.#options = options;
    this.plan = options.plan;
  }

  keeps(source: Source, ids: Ids): boolean {
    return this.#options.keeps(source, ids);
  }

  refuse(): void {
    this.refused += 1;
  }

  take({ step, ids, source, fields, values }: Reading): void {
    const { metrics, labelsOf } = this.#options;
    this.keys += 1;
    this.#found.set(step, (this.#found.get(step) ?? 0) + 1);
    const said = this.#said.get(step) ?? new Map<Metric, number>();
    this.#said.set(step, said);
    const row = this.row(labelsOf(source, ids, step));
    if (source !== step.source) this.#noteParts(step, ids, row);
    for (const [metric, availability] of step.metrics) {
      const at = metrics.indexOf(metric);
      const amount = amountOf(source, metric, availability, fields, values);
      if (amount === 'odd') this.#noteOdd(source, ids, step);
      if (typeof amount === 'string') {
        row.lacking |= 1 << at;
        if (amount === 'lacking') this.#lacking.set(metric, (this.#lacking.get(metric) ?? 0) + 1);
        continue;
      }
      row.amounts[at] = added(row.amounts[at]!, amount);
      said.set(metric, (said.get(metric) ?? 0) + 1);
    }
  }

  /** Adds the amount of one request. */
  add(metric: Metric, labels: readonly string[], amount: Sum): void {
    const at = this.#options.metrics.indexOf(metric);
    const { amounts } = this.row(labels);
    amounts[at] = added(amounts[at]!, amount);
  }

  /** What is known of a metric that requests were added up for. `isUnknown`: rows without any request say nothing. */
  closeLog(metric: Metric, spans: readonly Span[], isUnknown: (labels: readonly string[]) => boolean): void {
    this.#logged.set(metric, spans);
    const at = this.#options.metrics.indexOf(metric);
    for (const row of this.rows.values()) if (row.amounts[at] === null && isUnknown(labelsIn(row))) row.lacking |= 1 << at;
  }

  /** The row with these labels, which is created if necessary. */
  row(labels: readonly string[]): SumRow {
    const key = labels.join('\0');
    const known = this.rows.get(key);
    if (known) return known;
    if (this.rows.size >= MOST_ROWS) throw tooManyRows();
    const row = { key, amounts: this.#options.metrics.map(() => null), lacking: 0, fromParts: false };
    this.rows.set(key, row);
    return row;
  }

  /** What is known after all keys were read. */
  spans(): Span[] {
    const { steps, gaps } = this.plan;
    return [
      ...gaps.flatMap(({ metric, segment, reason }): Span[] =>
        this.#logged.has(metric) ? [] : [{ metric, range: segment, state: 'unknown', reason }],
      ),
      ...[...this.#logged.values()].flat(),
      ...steps.flatMap((step) =>
        [...step.metrics].map(([metric, availability]): Span => ({
          metric,
          range: step.segment,
          ...this.#stateOf(step, metric, availability),
        })),
      ),
    ];
  }

  /** Metrics that only some keys have, with the number of keys without them. */
  lackingFields(): [Metric, number][] {
    const said = new Set([...this.#said.values()].flatMap((each) => [...each.keys()]));
    return [...this.#lacking].filter(([metric]) => said.has(metric));
  }

  /** No key at all means no usage, unless other keys of the same time exist. */
  #stateOf(step: Step, metric: Metric, { state, reason, instead = 'absent' }: Availability): Pick<Span, 'state' | 'reason'> {
    const said = this.#said.get(step)?.get(metric) ?? 0;
    if (said > 0) return state === 'full' ? { state: 'known', reason: null } : { state: 'partly', reason };
    if (state !== 'full') return { state: 'unknown', reason };
    return this.#isAnythingIn(step) ? { state: 'unknown', reason: instead } : { state: 'known', reason: null };
  }

  #isAnythingIn({ segment }: Step): boolean {
    return [...this.#found.keys()].some(
      (other) =>
        segment === null || other.segment === null || (other.segment.from < segment.to && other.segment.to > segment.from),
    );
  }

  #noteParts(step: Step, ids: Ids, row: SumRow): void {
    row.fromParts = true;
    const { segment } = step;
    const label = segment ? labelOf(segment.grain, segment.from) : '';
    const known = this.fromParts.get(label) ?? new Set<string>();
    this.fromParts.set(label, known.add(ids.join('\0')));
  }

  #noteOdd(source: Source, ids: Ids, { period }: Step): void {
    this.odd.keys += 1;
    if (this.odd.examples.length < EXAMPLES) this.odd.examples.push(source.nameOf(ids, period));
  }
}

const tooManyRows = (): MeterError =>
  new MeterError('too-many-rows', EXIT.refused, `The report has more than ${formatCount(MOST_ROWS)} rows.`, [
    'Ask for a shorter period, for fewer owners, or leave one --by out.',
  ]);
