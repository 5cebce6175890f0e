/** Compares two results of usage. */
import { says } from '../errors/results.js';
import { unitOf, METRICS, type Metric } from '../profile/figures.js';
import type { DiffData, DiffTable, DiffTotal, DiffUnit, Unlike } from './model.js';
import { exactly } from './quantity.js';
import { notComparable, refusePartial } from './refuse.js';
import { comparedRows, exactTotal, type Row } from './rows.js';
import type { UsageShape } from './shapes.js';
import { differing, differingOffset, unlikeSides } from './unlike.js';
import type { Side } from './side.js';

type TableShape = UsageShape['tables'][number];

/** Tables whose totals are those of the whole result, in this order. */
const WHOLE = ['usage', 'keys'];

export function comparedUsage(
  before: Side<UsageShape>,
  after: Side<UsageShape>,
): Pick<DiffData, 'unlike' | 'totals' | 'tables' | 'findings'> {
  const [one, other] = [before.data, after.data];
  refusePartial([before, after].map(({ side, data: { source } }) => ({ name: side.name, partial: source.partial })));
  if (ownersOf(one) !== ownersOf(other)) throw notComparable(says('other-owners'));
  const pairs = one.tables.flatMap((table) => {
    const same = other.tables.find(({ id, by }) => id === table.id && wordsOf(by) === wordsOf(table.by));
    return same ? [[table, same] as const] : [];
  });
  const whole = WHOLE.flatMap((id) => pairs.find(([{ id: known }]) => known === id) ?? []).slice(0, 2) as TableShape[];
  const [first, last] = whole;
  if (!first || !last) throw notComparable(says('no-table-in-common'));
  const isAnonymous = [...pairs].flat().some(hasNumbers);
  return {
    unlike: [
      ...unlikeSides(before.side, after.side),
      ...differing('source', one.source.kind, other.source.kind),
      ...differingOffset(one.clock.utcOffset, other.clock.utcOffset),
      ...differing('period', first.period.label, last.period.label),
      ...runningOf('before', first),
      ...runningOf('after', last),
      ...(isAnonymous ? [{ code: 'anonymous' as const, params: {} }] : []),
    ],
    totals: metricsOf(first, last).map((metric): DiffTotal =>
      exactTotal(metric, unitOfMetric(metric), first.total.figures[metric] ?? null, last.total.figures[metric] ?? null),
    ),
    tables: pairs.filter((pair) => areComparable(pair)).map(([table, same]) => comparedTable(table, same)),
    findings: null,
  };
}

const ownersOf = ({ owners }: UsageShape): string =>
  JSON.stringify(owners.map(({ id, name }) => [id, name].join('\0')).toSorted());

const wordsOf = (by: TableShape['by']): string => by.map(({ word }) => word).join(',');

const runningOf = (side: 'before' | 'after', { period: { running, label } }: TableShape): Unlike[] =>
  running ? [{ code: 'running', params: { side, period: label } }] : [];

/** Anonymous rows have names such as `key-1`, and no id. */
const hasNumbers = ({ by, rows }: TableShape): boolean =>
  rows.some(({ labels }) => labels.some(({ id, name }, at) => by[at]?.kind === 'entity' && id === null && name !== null));

/** Periods of another period have other names, and numbers in place of names do not mean the same. */
const areComparable = ([table, same]: readonly [TableShape, TableShape]): boolean =>
  table.id !== 'now' &&
  !hasNumbers(table) &&
  !hasNumbers(same) &&
  (table.by.every(({ kind }) => kind === 'entity') || table.period.label === same.period.label);

const metricsOf = ({ metrics }: TableShape, other: TableShape): Metric[] =>
  METRICS.filter((metric) => metrics.includes(metric) && other.metrics.includes(metric));

const unitOfMetric = (metric: Metric): DiffUnit => (unitOf(metric) === 'usd' ? 'usd' : 'count');

function comparedTable(table: TableShape, same: TableShape): DiffTable {
  const metrics = metricsOf(table, same);
  const rowsOf = ({ rows }: TableShape): Row[] =>
    rows.map(({ labels, figures }) => ({
      id: labels.map(({ id }) => id ?? '').join(' '),
      name: labels.map(({ id, name }) => name ?? id ?? '').join(' · '),
      figures: metrics.map((metric) => exactly(figures[metric] ?? null)),
    }));
  const sorted = metrics.findIndex((metric) => metric === same.sort);
  return comparedRows({
    id: table.id,
    figures: metrics.map((metric) => ({ id: metric, unit: unitOfMetric(metric) })),
    before: rowsOf(table),
    after: rowsOf(same),
    cut: { before: table.others !== null, after: same.others !== null },
    order: [...(sorted === -1 ? [] : [sorted]), ...metrics.keys()],
  });
}
