/** One table of usage: rows, then the sum of the other rows, and the total. */
import type { Metric } from '../../profile/figures.js';
import type { Figures, Label, PeriodRow, UsageRow, UsageTable } from '../../usage/model.js';
import type { CellValue, Column, Row, Table } from '../document.js';
import { report, type LimitsReportMessages } from '../messages/en/limits-report.js';
import type { Messages } from '../messages/messages.js';
import { columnType, ratio, valueCell } from './figures.js';

/** Columns that a narrow terminal leaves out, lowest number first. */
const DROPPED: Readonly<Partial<Record<Metric, number>>> = {
  'cache-1h': 1,
  'cache-5m': 2,
  'cache-create': 3,
  'cache-read': 4,
  output: 6,
  input: 7,
  requests: 10,
};
const DROP_SHARE = 8;
const DROP_RATIO = 5;

interface TableOptions {
  title: string;
  remark: string;
  /** Columns on one screen; `null`: all. */
  brief: readonly Metric[] | null;
  shown?: number;
  rest?: string;
  /** The head of the figures before; absent: their period. */
  before?: string;
  messages: Messages;
}

export function tableOf(table: UsageTable, options: TableOptions): Table {
  const { title, remark, shown, rest, messages } = options;
  return {
    kind: 'table',
    id: table.id,
    title,
    remark,
    columns: columnsOf(table, options),
    rows: table.rows.map((row) => rowOf(table, row, messages)),
    foot: footOf(table, messages),
    ...(shown !== undefined && { shown }),
    ...(rest !== undefined && { rest }),
    none: messages.usage.report.none,
  };
}

function columnsOf(table: UsageTable, { brief, before: beforeHead, messages }: TableOptions): Column[] {
  const { by, metrics, sort, before } = table;
  const { metrics: titles, report } = messages.usage;
  const beforeText = (row: PeriodRow): string => beforeHead ?? report.period(row);
  const isEntity = by.some(({ kind }) => kind === 'entity');
  return [
    ...(by.length === 0 ? [{ id: 'what', title: '', type: 'text' as const, only: 'people' as const }] : []),
    ...by.flatMap((each): Column[] => {
      const { word, kind } = each;
      return [
        { id: word, title: report.heads.by(each), type: 'text' },
        ...(kind === 'entity' ? [{ id: `${word}_id`, title: 'id', type: 'id' as const, only: 'machines' as const }] : []),
      ];
    }),
    ...metrics.map((metric): Column => {
      const drop = metric === sort ? undefined : DROPPED[metric];
      return {
        id: metric.replaceAll('-', '_'),
        title: titles[metric],
        type: columnType(metric),
        adds: true,
        ...(drop !== undefined && { drop }),
        ...(brief !== null && !brief.includes(metric) && { detail: true }),
      };
    }),
    ...(isEntity ? [{ id: 'share', title: report.heads.share, type: 'share' as const, drop: DROP_SHARE }] : []),
    ...(before === null
      ? []
      : [
          ...metrics.map((metric): Column => ({
            id: `before_${metric.replaceAll('-', '_')}`,
            title: metric === sort ? beforeText(before) : report.metricBefore(titles[metric]),
            type: columnType(metric),
            ...(metric !== sort && { only: 'machines' as const }),
          })),
          { id: 'of_before', title: report.ofBefore(beforeText(before)), type: 'share' as const, drop: DROP_RATIO },
        ]),
    ...(isEntity ? [{ id: 'from_parts', title: 'from parts', type: 'text' as const, only: 'machines' as const }] : []),
  ];
}

function rowOf(table: UsageTable, row: UsageRow, { usage, limits }: Messages): Row {
  const { by, sort } = table;
  return {
    ...Object.fromEntries(
      by.flatMap(({ word, kind }, at): [string, CellValue][] => {
        const label = row.labels[at];
        const text = labelText(label, kind, word, limits.report);
        const shown = row.fromParts && at === by.length - 1 ? { value: text, text: `${text} *` } : text;
        return [[word, shown], ...(kind === 'entity' ? [[`${word}_id`, label?.id ?? null] as [string, CellValue]] : [])];
      }),
    ),
    ...(by.length === 0 && { what: usage.report.total }),
    ...figureCells(table, row.figures, row.before),
    share: row.share,
    of_before: ratio(row.figures[sort], row.before?.[sort]),
    from_parts: row.fromParts,
  };
}

function figureCells({ metrics }: UsageTable, figures: Figures, before: Figures | null): Record<string, CellValue> {
  return Object.fromEntries(
    metrics.flatMap((metric): [string, CellValue][] => {
      const id = metric.replaceAll('-', '_');
      return [
        [id, valueCell(metric, figures[metric])],
        [`before_${id}`, before ? valueCell(metric, before[metric]) : null],
      ];
    }),
  );
}

/** The name if there is one. A deleted entity has none. */
export function labelText(
  label: Label | undefined,
  kind: 'entity' | 'period',
  word: string,
  words: Pick<LimitsReportMessages, 'no' | 'deleted'> = report,
): string {
  if (!label) return '';
  if (label.name !== null) return label.name;
  if (label.id === null) return kind === 'entity' ? words.no(word) : '';
  return label.gone ? words.deleted(label.id) : label.id;
}

function footOf(table: UsageTable, { usage: { report: words } }: Messages): Row[] {
  const { by, others, total, sort } = table;
  const [first] = by;
  if (!first || table.id === 'now') return [];
  const line = (text: string, figures: Figures, before: Figures | null): Row => ({
    [first.word]: { value: text, tone: 'quiet' },
    ...figureCells(table, figures, before),
    share: ratio(figures[sort], total.figures[sort]),
    of_before: before ? ratio(figures[sort], before[sort]) : null,
  });
  const rest = others ? [line(words.others(others.rows), others.figures, others.before)] : [];
  // The total of an overview is shown above.
  return table.id === 'keys' || table.id === 'models'
    ? rest
    : [...rest, { ...line(words.total, total.figures, total.before), share: null }];
}

/** Totals separate from rows, for machines. */
export function totalsTable(tables: readonly UsageTable[], { usage: { metrics: titles, report: words } }: Messages): Table {
  const metrics = [...new Set(tables.flatMap((table) => table.metrics))];
  return {
    kind: 'table',
    id: 'totals',
    title: words.tables.totals,
    only: 'machines',
    columns: [
      { id: 'table', title: 'table', type: 'id' },
      { id: 'period', title: 'period', type: 'text' },
      { id: 'from', title: 'from', type: 'text' },
      { id: 'to', title: 'to', type: 'text' },
      ...metrics.map((metric): Column => ({ id: metric.replaceAll('-', '_'), title: titles[metric], type: columnType(metric) })),
    ],
    rows: tables
      .filter(({ id }) => id !== 'now')
      .flatMap((table) => [
        { table: table.id, ...periodCells(table.period), ...figureCells(table, table.total.figures, null) },
        ...(table.before && table.total.before
          ? [{ table: table.id, ...periodCells(table.before), ...figureCells(table, table.total.before, null) }]
          : []),
      ]),
  };
}

const periodCells = ({ label, from, to }: UsageTable['period']): Row => ({ period: label, from, to });
