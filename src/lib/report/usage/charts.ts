/** A table of usage as bars, or as lines if its rows are many periods. */
import type { UsageRow, UsageTable, Value } from '../../usage/model.js';
import type { Chart, Lines } from '../document.js';
import type { Messages } from '../messages/messages.js';
import { columnType, valueText } from './figures.js';
import { labelText } from './tables.js';

const MOST_BARS = 40;
/** More periods than these are a line: so many bars fill a screen. */
const FEW_PERIODS = 14;
/** The same for periods of several entities. */
const FEW_OF_EACH = 4;
/** Lines of the largest entities. More than these cannot be told apart. */
const MOST_LINES = 8;

export function chartOf(table: UsageTable, messages: Messages): Chart | Lines {
  const periods = table.by.findIndex(({ kind }) => kind === 'period');
  // Rows that are not listed would be gaps in the lines.
  const isComplete = periods >= 0 && table.others === null;
  return (isComplete ? linesOf(table, periods, messages) : null) ?? barsOf(table, messages);
}

/** An unknown value has no bar. */
export function barsOf(table: UsageTable, messages: Messages): Chart {
  const { by, sort, rows } = table;
  const bars = rows.slice(0, MOST_BARS).map((row) => {
    const value = row.figures[sort] ?? null;
    const label = by.map((_, at) => rowLabel(table, row, at, messages)).join(' · ');
    return { label, value: Number(value ?? 0), text: valueText(sort, value) };
  });
  return { kind: 'chart', ...sectionOf(table, messages), type: columnType(sort), bars };
}

/** `null`: too few periods for a line. */
function linesOf(table: UsageTable, periods: number, messages: Messages): Lines | null {
  const { by, rows, sort } = table;
  const points = [...new Set(rows.map((row) => rowLabel(table, row, periods, messages)))].toSorted();
  if (points.length <= (by.length === 1 ? FEW_PERIODS : FEW_OF_EACH)) return null;
  const series = new Map<string, Map<string, number | null>>();
  for (const row of rows) {
    const label = by.flatMap((_, at) => (at === periods ? [] : [rowLabel(table, row, at, messages)])).join(' · ');
    const values = series.get(label) ?? new Map<string, number | null>();
    series.set(label, values.set(rowLabel(table, row, periods, messages), numberOf(row.figures[sort])));
  }
  const lines = [...series].map(([label, values]) => ({
    label: label === '' ? messages.usage.metrics[sort] : label,
    values: points.map((point) => values.get(point) ?? null),
  }));
  const largest = lines.toSorted((one, other) => sumOf(other.values) - sumOf(one.values)).slice(0, MOST_LINES);
  const section = sectionOf(table, messages);
  return {
    kind: 'lines',
    ...section,
    ...(largest.length < lines.length && {
      remark: messages.usage.report.tables.largestLines(section.remark, largest.length, lines.length),
    }),
    type: columnType(sort),
    points: points.map((label, at) => ({ at, label })),
    lines: largest,
  };
}

const sectionOf = ({ by, period, sort }: UsageTable, { usage: { metrics, report } }: Messages) => ({
  id: 'chart',
  title: report.tables.chart(metrics[sort], by),
  remark: report.period(period),
});

const rowLabel = ({ by }: UsageTable, { labels }: UsageRow, at: number, { limits }: Messages): string =>
  labelText(labels[at], by[at]!.kind, by[at]!.word, limits.report);

const numberOf = (value: Value | undefined): number | null => (value === null || value === undefined ? null : Number(value));

const sumOf = (values: readonly (number | null)[]): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
