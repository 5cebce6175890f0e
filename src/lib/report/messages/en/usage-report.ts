/** Titles, heads, labels and sentences of a report on usage. */
import { formatCounted } from '../../../format/number.js';
import type { Metric } from '../../../profile/figures.js';
import type { By, PeriodRow } from '../../../usage/model.js';

type Named = Pick<By, 'word' | 'kind' | 'title' | 'titles'>;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const titles = (by: readonly Named[]): string => by.map(({ title }) => title).join(' and ');

export const report = {
  title: 'Usage of',
  labels: { clock: 'Clock', period: 'Period' },
  heads: { share: 'share', by: ({ title }: Named): string => title },
  /** What rows are made of. */
  by: titles,
  /** A period, as its rows and sentences name it. */
  period: ({ label }: Pick<PeriodRow, 'label' | 'from' | 'to' | 'running'>): string => label,
  before: 'before',
  /** The head of a column with the figures of the period before. */
  metricBefore: (title: string): string => `${title} before`,
  /** `before`: the period that rows are compared with. */
  ofBefore: (before: string): string => `% of ${before}`,
  /** `before`: empty when not compared. `weekStart`: empty when the report has no weeks. */
  range: (of: { period: string; isRunning: boolean; before: string; weekStart: string }): string =>
    `${of.period}${of.isRunning ? ', not over yet' : ''}${of.before === '' ? '' : `, against ${of.before}`}; ` +
    `days begin at 00:00 of that clock${of.weekStart === '' ? '' : `, weeks on ${capital(of.weekStart)}`}, months on the 1st`,
  tables: {
    now: 'So far',
    nowRemark: (zone: string): string => `against the whole day and month before; days begin at 00:00 ${zone}`,
    /** The largest entities of a period. */
    largest: (entity: Named | undefined, period: string): string => `${capital(entity?.titles ?? '')} in ${period}`,
    modelsRemark: 'meter usage --by model adds their cost',
    days: 'Days',
    usage: (by: readonly Named[]): string => (by.length === 0 ? 'Usage' : `Usage by ${titles(by)}`),
    totals: 'Totals',
    chart: (metric: string, by: readonly Named[]): string => `${capital(metric)} by ${titles(by)}`,
    /** Follows the period of a chart. */
    largestLines: (period: string, shown: number, all: number): string => `${period}, the largest ${shown} of ${all}`,
  },
  perMinute: (means: readonly { mean: string; metric: string }[]): string =>
    `each minute ${means.map(({ mean, metric }) => `${mean} ${metric}`).join(' and ')}`,
  rest: (rows: number): string => formatCounted(rows, 'more row', 'more rows'),
  others: (rows: number): string => formatCounted(rows, 'other', 'others'),
  total: 'total',
  none: 'Nobody used anything.',
  nothingAsked: 'Nothing was asked for.',
  /** A figure with its metric. `isOne`: it is 1. */
  figure: (metric: Metric, title: string, text: string, isOne: boolean): string =>
    metric === 'cost' ? text : metric === 'requests' && isOne ? '1 request' : `${text} ${title}`,
  /** The whole report in one line. `of`: how many entities; `null`: no entities. `most`: the largest of them. */
  summary: (given: {
    isPartial: boolean;
    period: string;
    isRunning: boolean;
    figures: readonly string[];
    of: { count: number; entity: Named } | null;
    most: { label: string; figure: string } | null;
  }): string => {
    const { of, most } = given;
    return (
      `${given.isPartial ? 'Partial report: ' : ''}${given.period}${given.isRunning ? ' so far' : ''}: ${given.figures.join(', ')}` +
      `${of === null ? '' : ` of ${formatCounted(of.count, of.entity.title, of.entity.titles)}`}` +
      `${most === null ? '' : `; most: ${most.label}, ${most.figure}`}.`
    );
  },
};

export type UsageReportMessages = typeof report;
