/** Converts ids and exact sums to the form that may be shown: names, shortened ids, figures as text. */
import type { Entity, Metric } from '../profile/figures.js';
import { labelOf, localText } from './calendar.js';
import { shownId, type Entities } from './entities.js';
import type { Figures, Label, PeriodRow, UsageRow, UsageTable } from './model.js';
import { FinalSums, type Ordered } from './rows.js';
import { labelsIn, type SumRow } from './sums.js';
import type { Prepared } from './table.js';
import { figuresOf, ratioOf, type Sum } from './value.js';

interface ShowOptions {
  showIds: boolean;
  anonymous: boolean;
  utcOffset: number;
  onLabel?: ((label: Label, id: string) => void) | undefined;
}

export class Shower {
  readonly #entities: Entities;
  readonly #kinds: readonly Entity[];
  readonly options: ShowOptions;
  /** Stand-ins for names, by dimension and id: the same in every table. */
  readonly #anonyms = new Map<string, string>();

  constructor(entities: Entities, kinds: readonly Entity[], options: ShowOptions) {
    this.#entities = entities;
    this.#kinds = kinds;
    this.options = options;
  }

  /** One label for each id, in order. The empty id is no entity. */
  async labels(dimension: string, ids: readonly string[]): Promise<Map<string, Label>> {
    const entity = this.#kinds.find((each) => each.dimension === dimension);
    const isNamed = entity?.names !== undefined;
    const known =
      isNamed && !this.options.anonymous
        ? await this.#entities.these(
            dimension,
            ids.filter((id) => id !== ''),
          )
        : new Map();
    const redaction = this.#entities.redactionOf(dimension);
    const labels = new Map(
      ids.map((id): [string, Label] => {
        if (id === '') return [id, { id: null, name: null, gone: false }];
        // The name of a model identifies no one.
        if (this.options.anonymous && redaction !== 'none') return [id, this.#anonym(dimension, entity?.word ?? dimension, id)];
        const own = known.get(id) as { name: string | null } | undefined;
        const shown = shownId(id, redaction, this.options.showIds);
        return [id, { id: shown, name: own?.name ?? null, gone: isNamed && !this.options.anonymous && own === undefined }];
      }),
    );
    for (const [id, label] of labels) this.options.onLabel?.(label, id);
    return labels;
  }

  #anonym(dimension: string, word: string, id: string): Label {
    const key = `${dimension} ${id}`;
    const count = [...this.#anonyms.keys()].filter((each) => each.startsWith(`${dimension} `)).length;
    const name = this.#anonyms.get(key) ?? `${word}-${count + 1}`;
    this.#anonyms.set(key, name);
    return { id: null, name, gone: false };
  }
}

export async function shownTable(table: Prepared, { rows, others, total, sort }: Ordered, shower: Shower): Promise<UsageTable> {
  const { asked, grouping, metrics, period } = table;
  const before =
    table.before && new FinalSums(table.before, isComparable(grouping) ? grouping : { ...grouping, by: [], cut: null }, metrics);
  const { utcOffset } = shower.options;
  const labels = await Promise.all(
    grouping.by.map(async ({ dimension }, at) => {
      const ids = [...new Set(rows.map((each) => labelsIn(each)[at] ?? ''))];
      if (dimension !== null) return shower.labels(dimension, ids);
      return new Map(ids.map((id): [string, Label] => [id, periodLabel(grouping, id)]));
    }),
  );
  const at = metrics.indexOf(sort);
  const row = (each: SumRow): UsageRow => ({
    labels: grouping.by.map((_, index) => labels[index]!.get(labelsIn(each)[index] ?? '')!),
    figures: figuresOf(metrics, each.amounts),
    before: before && isComparable(grouping) ? figuresOf(metrics, before.of(each)) : null,
    share: ratioOf(each.amounts[at] ?? null, total[at] ?? null),
    fromParts: each.fromParts,
  });
  return {
    id: asked.id,
    period: periodRow(table, utcOffset),
    before: before && period?.before ? rangeRow(period.before.label, period.before.range, false, utcOffset) : null,
    by: grouping.by.map(({ word, kind, title, titles }) => ({ word, kind, title, titles })),
    metrics: [...metrics],
    sort,
    rows: rows.map(row),
    others: others && {
      rows: others.rows,
      figures: figuresOf(metrics, others.amounts),
      before: before && isComparable(grouping) ? figuresOf(metrics, before.sum(others.list)) : null,
    },
    total: { figures: figuresOf(metrics, total), before: before && figuresOf(metrics, before.total) },
    perMinute: asked.period.kind === 'recent' ? meansOf(metrics, rows, total) : null,
  };
}

const isComparable = ({ by }: Prepared['grouping']): boolean => by.every(({ kind }) => kind === 'entity');

function periodLabel({ cut }: Prepared['grouping'], start: string): Label {
  return { id: cut === null || start === '' ? null : labelOf(cut, Number(start)), name: null, gone: false };
}

function periodRow({ asked, period }: Prepared, utcOffset: number): PeriodRow {
  if (asked.period.kind === 'cycle') return { label: asked.period.text, from: null, to: null, running: false };
  if (!period) return { label: 'all time', from: null, to: null, running: true };
  return rangeRow(period.label, period.range, period.running, utcOffset);
}

const rangeRow = (label: string, { from, to }: { from: number; to: number }, running: boolean, utcOffset: number): PeriodRow => ({
  label,
  from: withOffset(from, utcOffset),
  to: withOffset(to, utcOffset),
  running,
});

function withOffset(local: number, utcOffset: number): string {
  const hours = String(Math.abs(utcOffset)).padStart(2, '0');
  return `${localText(local)}${utcOffset < 0 ? '-' : '+'}${hours}:00`;
}

/** Means over the known minutes, rounded to hundredths. */
function meansOf(metrics: readonly Metric[], rows: readonly SumRow[], total: readonly (Sum | null)[]): Figures {
  return Object.fromEntries(
    metrics.map((metric, at) => {
      const known = rows.filter(({ amounts }) => amounts[at] !== null).length;
      const mean = ratioOf(total[at] ?? null, known);
      return [metric, mean === null ? null : Math.round(mean * 100) / 100];
    }),
  );
}

/** The selected owners. */
export async function shownOwners(wanted: ReadonlyMap<string, ReadonlySet<string>>, shower: Shower): Promise<Label[]> {
  const all: Label[] = [];
  for (const [dimension, ids] of wanted) {
    const labels = await shower.labels(dimension, [...ids]);
    for (const label of labels.values()) all.push(label);
  }
  return all;
}
