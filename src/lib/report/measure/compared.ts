/** A measured figure beside a predicted one: for each request if requests were counted, else for the interval. */
import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import type { Compared } from '../../measure/model.js';
import type { Cell, Column, Row } from '../document.js';
import type { MeasureReportMessages } from '../messages/en/measure/report.js';
import type { MeasureReport } from './worded.js';

const FIGURES = ['measured', 'predicted', 'difference'] as const;

const byRequest = ({ requests }: MeasureReport): boolean => Boolean(requests.count);

export const unitText = (data: MeasureReport, { unit }: MeasureReportMessages): string =>
  unit(byRequest(data) ? null : formatDuration(data.interval.seconds));

/** Machines get the figures for the interval and for each request. People get those for each request if there were any. */
export function comparedColumns(data: MeasureReport, { heads }: MeasureReportMessages): Column[] {
  const columns = (suffix: string, isShown: boolean): Column[] =>
    FIGURES.map((id) => ({ id: `${id}${suffix}`, title: heads[id], type: 'mean', ...(!isShown && { only: 'machines' }) }));
  return [...columns('', !byRequest(data)), ...columns('_per_request', byRequest(data))];
}

export const comparedCells = ({ perRequest, ...interval }: Compared & { perRequest: Compared }): Row => ({
  ...cells(interval, ''),
  ...cells(perRequest, '_per_request'),
});

const cells = (row: Compared, suffix: string): Row => ({
  [`measured${suffix}`]: figureCell(row.measured),
  [`predicted${suffix}`]: figureCell(row.predicted),
  [`difference${suffix}`]: differenceCell(row),
});

/** Cells of commands without a prediction: in the interval, and for each request. */
export const measuredCells = (interval: number | null, perRequest: number | null): Row => ({
  measured: figureCell(interval),
  measured_per_request: figureCell(perRequest),
});

const figureCell = (value: number | null): Cell => ({ value, text: figure(value) });

function differenceCell({ difference: value, predicted }: Compared): Cell {
  if (value === null) return { value, text: '-' };
  const text = Math.abs(value) < 0.005 ? '0' : `${value > 0 ? '+' : '-'}${figure(Math.abs(value))}`;
  const isLarge = Math.abs(value) > 0.1 * Math.max(1, predicted ?? 0);
  return { value, text, tone: isLarge ? 'warn' : 'quiet' };
}

/** Whole numbers without decimals, small means with decimals. */
export function figure(count: number | null): string {
  if (count === null) return '-';
  const isWhole = Math.abs(count - Math.round(count)) < 0.005;
  return isWhole || count >= 1000 ? formatCount(count) : count.toFixed(count < 10 ? 2 : 1);
}

/** The larger of both figures for the interval. */
export const most = ({ measured, predicted }: Compared): number => Math.max(measured ?? 0, predicted ?? 0);
