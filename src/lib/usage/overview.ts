/** The report without options: today and this month, the largest entities, and the last days. */
import type { UsageAsked } from './asked.js';
import type { Figures, UsageRow, UsageTable } from './model.js';
import type { TableAsked, World } from './table.js';

const DAYS = 14;
/** Number of rows that are listed. */
const KEYS = 4;
const MODELS = 3;

export const isOverview = ({ by, period, owners, compare, metrics, sort }: UsageAsked): boolean =>
  by.length === 0 && period === null && owners.length === 0 && !compare && metrics === null && sort === null;

export function overviewTables({ figures, sources }: World, top: number | null): TableAsked[] {
  const [first] = figures.entities;
  const common = { sort: null, compare: false, metrics: null } as const;
  const month = { kind: 'month', text: 'this' } as const;
  const model = figures.entities.find(({ word }) => word === 'model');
  const ofModels = model && sources.find(({ dimensions }) => dimensions.length === 1 && dimensions[0] === model.dimension);
  return [
    { ...common, id: 'keys', period: month, by: first ? [first.word] : [], compare: true, top: top ?? KEYS },
    ...(ofModels && model
      ? // The cost of models is read from the keys of each of their users; their tokens need one key each.
        [
          {
            ...common,
            id: 'models' as const,
            period: month,
            by: [model.word],
            top: top ?? MODELS,
            metrics: [...ofModels.metrics.keys()].filter(isUsual),
          },
        ]
      : []),
    { ...common, id: 'days', period: { kind: 'last', count: DAYS, cut: 'day' }, by: ['day'], top: null },
  ];
}

const isUsual = (metric: string): boolean =>
  ['requests', 'input', 'output', 'cache-create', 'cache-read', 'tokens'].includes(metric);

/** Today from the days, and this month from the totals, each compared with the previous one. */
export function nowTable(tables: readonly UsageTable[]): UsageTable {
  const keys = tables.find(({ id }) => id === 'keys')!;
  const days = tables.find(({ id }) => id === 'days')!;
  const [yesterday, today] = days.rows.slice(-2);
  const row = (id: string, figures: Figures, before: Figures | null): UsageRow => ({
    labels: [{ id, name: null, gone: false }],
    figures,
    before,
    share: null,
    fromParts: false,
  });
  return {
    ...keys,
    id: 'now',
    by: [{ word: 'period', kind: 'period', title: 'period', titles: 'periods' }],
    rows: [
      row(today?.labels[0]?.id ?? '', today?.figures ?? {}, yesterday?.figures ?? null),
      row(keys.period.label, keys.total.figures, keys.total.before),
    ],
    others: null,
  };
}
