/** Figures of usage, for people. */
import { unitOf, type Metric } from '../../profile/figures.js';
import type { Value } from '../../usage/model.js';
import { amountCell, amountText } from '../amounts.js';
import type { CellValue, ColumnType } from '../document.js';

/** `1,204`, `$12.50`. */
export const valueText = (metric: Metric, value: Value): string => amountText(unitOf(metric), value);

export const valueCell = (metric: Metric, value: Value | undefined): CellValue =>
  value === undefined ? null : amountCell(unitOf(metric), value);

/** a ÷ b; `null`: one of them is unknown, or b is 0. */
export function ratio(a: Value | undefined, b: Value | undefined): number | null {
  if (a === null || a === undefined || b === null || b === undefined || Number(b) === 0) return null;
  return Number(a) / Number(b);
}

export const columnType = (metric: Metric): ColumnType => (unitOf(metric) === 'usd' ? 'money' : 'count');
