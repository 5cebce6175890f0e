/** Exact amounts of usage and limits, for people and for spreadsheets. */
import { roundedUsd } from '../format/decimal.js';
import { formatMoney } from '../format/money.js';
import { formatDigits } from '../format/number.js';
import type { LimitUnit } from '../profile/limits.js';
import type { Value } from '../usage/model.js';
import type { Cell } from './document.js';

/** An unknown amount is never shown as 0. */
export const UNKNOWN = '?';

/** `1,204`, `$12.50`. */
export function amountText(unit: LimitUnit, value: Value): string {
  if (value === null) return UNKNOWN;
  return unit === 'usd' ? formatMoney(Number(value)) : formatDigits(String(value));
}

/** Machines get micro-dollars at most: applications add costs up as floats, whose last digits are errors. */
export const amountCell = (unit: LimitUnit, value: Value): Cell => ({
  value: unit === 'usd' && value !== null ? roundedUsd(String(value)) : value,
  text: amountText(unit, value),
});
