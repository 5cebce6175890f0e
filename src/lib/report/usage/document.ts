/** The document of a usage report. */
import { ownerFacts, partialFacts } from '../figures-head.js';
import { basename } from 'node:path';
import { formatMean } from '../../format/number.js';
import { utcText } from '../../recognise/words.js';
import type { Metric } from '../../profile/figures.js';
import type { UsageData, UsageTable, Value } from '../../usage/model.js';
import type { Block, Document, Fact } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { usageNoteText } from './notes.js';
import { spentFact } from '../spent.js';
import { barsOf, chartOf } from './charts.js';
import { valueText } from './figures.js';
import { labelText, tableOf, totalsTable } from './tables.js';

/** Number of rows of a table of periods on one screen. */
const SHOWN_PERIODS = 31;
const BRIEF: readonly Metric[] = ['requests', 'tokens', 'cost'];

interface DocumentOptions {
  /** True: draw the rows of the requested table in texts too. */
  chart: boolean;
}

export function usageDocument(
  { data, warnings, spent, target }: Envelope<UsageData>,
  { chart }: DocumentOptions,
  messages: Messages = en,
): Document {
  const { application } = data;
  const { common, recognise, usage } = messages;
  const name = target?.name ?? data.source.files.map((file) => basename(file)).join(', ');
  return {
    title: {
      text: usage.report.title,
      name,
      remark: recognise.application({ name: application.name, from: application.version, to: application.upTo }),
    },
    blocks: [
      { kind: 'facts', facts: headFacts(data, messages) },
      ...data.tables.flatMap((table) => tableBlocks(table, { chart, messages, zone: utcText(data.clock.utcOffset) })),
      totalsTable(data.tables, messages),
      ...notesList([...data.notes.map((note) => usageNoteText(note, messages, data.tables)), ...warnings], common),
      { kind: 'facts', facts: [spentFact(spent, common)] },
    ],
    summary: { text: summaryOf(data, messages) },
    csv: data.tables.some(({ id }) => id === 'usage') ? 'usage' : 'keys',
  };
}

function headFacts({ clock, weekStart, owners, tables, source }: UsageData, messages: Messages): Fact[] {
  const { report } = messages.usage;
  const usage = tables.find(({ id }) => id === 'usage');
  const usesWeeks = usage?.by.some(({ word }) => word === 'week') ?? false;
  return [
    { label: report.labels.clock, text: messages.recognise.clock(clock) },
    ...(usage ? [{ label: report.labels.period, text: rangeText(usage, usesWeeks ? weekStart : '', messages) }] : []),
    ...ownerFacts(owners, messages),
    ...partialFacts(source, messages),
  ];
}

const rangeText = ({ period, before }: UsageTable, weekStart: string, { usage: { report } }: Messages): string =>
  report.range({
    period: report.period(period),
    isRunning: period.running && period.from !== null,
    before: before === null ? '' : report.period(before),
    weekStart,
  });

function tableBlocks(
  table: UsageTable,
  { chart, messages, zone }: DocumentOptions & { messages: Messages; zone: string },
): Block[] {
  const { id, period, rows } = table;
  const common = { remark: '', brief: null, messages };
  const { report } = messages.usage;
  const { tables } = report;
  const largest = tables.largest(table.by[0], report.period(period));
  switch (id) {
    case 'now':
      return [
        tableOf(
          { ...table, before: period },
          { ...common, title: tables.now, remark: tables.nowRemark(zone), brief: BRIEF, before: report.before },
        ),
      ];
    case 'keys':
      return [tableOf(table, { ...common, title: largest, brief: BRIEF })];
    case 'models':
      return [tableOf(table, { ...common, title: largest, remark: tables.modelsRemark, brief: BRIEF })];
    case 'days':
      return [
        { ...barsOf(table, messages), id: 'days', upright: true },
        { ...tableOf(table, { ...common, title: tables.days }), detail: true },
      ];
    case 'usage':
      return [
        tableOf(table, {
          ...common,
          title: tables.usage(table.by),
          remark: table.perMinute ? meansText(table, messages) : '',
          ...(table.by.some(({ kind }) => kind === 'period') && rows.length > SHOWN_PERIODS
            ? { shown: SHOWN_PERIODS, rest: report.rest(rows.length - SHOWN_PERIODS) }
            : {}),
        }),
        ...(table.by.length > 0 ? [{ ...chartOf(table, messages), first: true, ...(!chart && { only: 'pages' as const }) }] : []),
      ];
  }
}

function meansText({ perMinute, metrics }: UsageTable, { usage: { metrics: titles, report } }: Messages): string {
  const shown = metrics.filter((metric) => metric === 'requests' || metric === 'tokens');
  return report.perMinute(
    shown.map((metric) => {
      const mean = perMinute?.[metric];
      return { mean: typeof mean === 'number' ? formatMean(mean) : '?', metric: titles[metric] };
    }),
  );
}

/** `1 request`, `$12.50`. */
const figureText = (metric: Metric, value: Value, { metrics, report }: Messages['usage']): string =>
  report.figure(metric, metrics[metric], valueText(metric, value), value === 1);

function summaryOf({ tables, source }: UsageData, { usage, limits }: Messages): string {
  const table = tables.find(({ id }) => id === 'usage') ?? tables.find(({ id }) => id === 'keys');
  if (!table) return usage.report.nothingAsked;
  const { metrics, total, period, rows, by, sort, others } = table;
  const shown = (['cost', 'requests', 'tokens'] as const).filter((metric) => metrics.includes(metric)).slice(0, 2);
  const figures = (shown.length > 0 ? shown : metrics).map((metric) => figureText(metric, total.figures[metric] ?? null, usage));
  const [first] = rows;
  const [entity] = by;
  const isEntity = entity !== undefined && by.every(({ kind }) => kind === 'entity');
  return usage.report.summary({
    isPartial: source.partial !== null,
    period: usage.report.period(period),
    isRunning: period.running && period.from !== null,
    figures,
    of: isEntity && by.length === 1 ? { count: rows.length + (others?.rows ?? 0), entity } : null,
    most:
      isEntity && first && rows.length > 1
        ? {
            label: by.map(({ kind, word }, at) => labelText(first.labels[at], kind, word, limits.report)).join(' · '),
            figure: valueText(sort, first.figures[sort] ?? null),
          }
        : null,
  });
}
