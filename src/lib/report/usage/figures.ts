/** Figures of usage, for people. */
import { formatMoney } from '../../format/money.js';
import { unitOf, type Metric } from '../../profile/figures.js';
import type { Value } from '../../usage/model.js';
import type { CellValue } from '../document.js';

/** An unknown value is never shown as 0. */
const UNKNOWN = '?';

/** `1,204`, `$12.50`. */
export function valueText(metric: Metric, value: Value): string {
  if (value === null) return UNKNOWN;
  if (unitOf(metric) === 'usd') return formatMoney(Number(value));
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Machines get the exact value, and people a short one. */
export const valueCell = (metric: Metric, value: Value | undefined): CellValue =>
  value === undefined ? null : { value, text: valueText(metric, value) };

/** a ÷ b; `null`: one of them is unknown, or b is 0. */
export function ratio(a: Value | undefined, b: Value | undefined): number | null {
  if (a === null || a === undefined || b === null || b === undefined || Number(b) === 0) return null;
  return Number(a) / Number(b);
}
