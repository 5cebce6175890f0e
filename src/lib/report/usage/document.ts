/** The document of a usage report. */
import { ownerFacts, partialFacts } from '../figures-head.js';
import { basename } from 'node:path';
import { formatCounted, formatMean } from '../../format/number.js';
import { applicationText, clockText, utcText } from '../../recognise/words.js';
import type { Metric } from '../../profile/figures.js';
import type { UsageData, UsageTable, Value } from '../../usage/model.js';
import type { Block, Document, Fact } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { UsageMessages } from '../messages/usage.js';
import { notesList } from '../notes.js';
import { usageNoteText } from './notes.js';
import { spentFact } from '../spent.js';
import { barsOf, chartOf } from './charts.js';
import { capital, valueText } from './figures.js';
import { labelText, tableOf, totalsTable } from './tables.js';

/** Number of rows of a table of periods on one screen. */
const SHOWN_PERIODS = 31;
const BRIEF: readonly Metric[] = ['requests', 'tokens', 'cost'];

interface DocumentOptions {
  /** True: draw the rows of the requested table in texts too. */
  chart: boolean;
}

export function usageDocument({ data, warnings, spent, target }: Envelope<UsageData>, { chart }: DocumentOptions): Document {
  const { usage: messages } = en;
  const { application } = data;
  const name = target?.name ?? data.source.files.map((file) => basename(file)).join(', ');
  return {
    title: {
      text: 'Usage of',
      name,
      remark: applicationText({ name: application.name, from: application.version, to: application.upTo }),
    },
    blocks: [
      { kind: 'facts', facts: headFacts(data) },
      ...data.tables.flatMap((table) => tableBlocks(table, { chart, messages, zone: utcText(data.clock.utcOffset) })),
      totalsTable(data.tables, messages),
      ...notesList([...data.notes.map(usageNoteText), ...warnings]),
      { kind: 'facts', facts: [spentFact(spent)] },
    ],
    summary: summaryOf(data),
    csv: data.tables.some(({ id }) => id === 'usage') ? 'usage' : 'keys',
  };
}

function headFacts({ clock, weekStart, owners, tables, source }: UsageData): Fact[] {
  const usage = tables.find(({ id }) => id === 'usage');
  const usesWeeks = usage?.by.some(({ word }) => word === 'week') ?? false;
  const week = usesWeeks ? `, weeks on ${capital(weekStart)}` : '';
  return [
    { label: 'Clock', text: clockText(clock) },
    ...(usage
      ? [{ label: 'Period', text: `${periodText(usage)}; days begin at 00:00 of that clock${week}, months on the 1st` }]
      : []),
    ...ownerFacts(owners),
    ...partialFacts(source),
  ];
}

function periodText({ period, before }: UsageTable): string {
  const running = period.running && period.from !== null ? ', not over yet' : '';
  return `${period.label}${running}${before === null ? '' : `, against ${before.label}`}`;
}

function tableBlocks(
  table: UsageTable,
  { chart, messages, zone }: DocumentOptions & { messages: UsageMessages; zone: string },
): Block[] {
  const { id, period, rows } = table;
  const common = { remark: '', brief: null, messages };
  switch (id) {
    case 'now':
      return [
        tableOf(
          { ...table, before: { ...period, label: 'before' } },
          {
            ...common,
            title: 'So far',
            remark: `against the whole day and month before; days begin at 00:00 ${zone}`,
            brief: BRIEF,
          },
        ),
      ];
    case 'keys':
      return [
        tableOf(table, {
          ...common,
          title: `${capital(table.by[0]?.titles ?? '')} in ${period.label}`,
          brief: BRIEF,
        }),
      ];
    case 'models':
      return [
        tableOf(table, {
          ...common,
          title: `${capital(table.by[0]?.titles ?? '')} in ${period.label}`,
          remark: 'meter usage --by model adds their cost',
          brief: BRIEF,
        }),
      ];
    case 'days':
      return [
        { ...barsOf(table, messages), id: 'days', upright: true },
        { ...tableOf(table, { ...common, title: 'Days' }), detail: true },
      ];
    case 'usage':
      return [
        tableOf(table, {
          ...common,
          title: titleOf(table),
          remark: table.perMinute ? meansText(table, messages) : '',
          ...(table.by.some(({ kind }) => kind === 'period') && rows.length > SHOWN_PERIODS
            ? { shown: SHOWN_PERIODS, rest: formatCounted(rows.length - SHOWN_PERIODS, 'more row', 'more rows') }
            : {}),
        }),
        ...(table.by.length > 0 ? [{ ...chartOf(table, messages), first: true, ...(!chart && { only: 'pages' as const }) }] : []),
      ];
  }
}

const titleOf = ({ by }: UsageTable): string =>
  by.length === 0 ? 'Usage' : `Usage by ${by.map(({ title }) => title).join(' and ')}`;

function meansText({ perMinute, metrics }: UsageTable, { metrics: titles }: UsageMessages): string {
  const shown = metrics.filter((metric) => metric === 'requests' || metric === 'tokens');
  return `each minute ${shown
    .map((metric) => {
      const mean = perMinute?.[metric];
      return `${typeof mean === 'number' ? formatMean(mean) : '?'} ${titles[metric]}`;
    })
    .join(' and ')}`;
}

/** `1 request`, `$12.50`. */
function figureText(metric: Metric, value: Value): string {
  const text = valueText(metric, value);
  if (metric === 'cost') return text;
  return metric === 'requests' && value === 1 ? '1 request' : `${text} ${en.usage.metrics[metric]}`;
}

function summaryOf({ tables, source }: UsageData): { text: string } {
  const table = tables.find(({ id }) => id === 'usage') ?? tables.find(({ id }) => id === 'keys');
  if (!table) return { text: 'Nothing was asked for.' };
  const { metrics, total, period, rows, by, sort, others } = table;
  const shown = (['cost', 'requests', 'tokens'] as const).filter((metric) => metrics.includes(metric)).slice(0, 2);
  const figures = (shown.length > 0 ? shown : metrics).map((metric) => figureText(metric, total.figures[metric] ?? null));
  const [first] = rows;
  const isEntity = by.length > 0 && by.every(({ kind }) => kind === 'entity');
  const of = isEntity ? ` of ${formatCounted(rows.length + (others?.rows ?? 0), by[0]!.title, by[0]!.titles)}` : '';
  const most =
    isEntity && first && rows.length > 1
      ? `; most: ${by.map(({ kind, word }, at) => labelText(first.labels[at], kind, word)).join(' · ')}, ${valueText(sort, first.figures[sort] ?? null)}`
      : '';
  const partial = source.partial === null ? '' : 'Partial report: ';
  return {
    text: `${partial}${period.label}${period.running && period.from !== null ? ' so far' : ''}: ${figures.join(', ')}${by.length === 1 ? of : ''}${most}.`,
  };
}
