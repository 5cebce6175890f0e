/** Figures of limits as people read them. */
import { formatMoney } from '../../format/money.js';
import type { LimitUnit } from '../../profile/limits.js';
import type { Label, Value } from '../../usage/model.js';
import { labelText } from '../usage/tables.js';

/** `1,204`, `$12.50`; `?` is not known. */
export function amountText(unit: LimitUnit, value: Value): string {
  if (value === null) return '?';
  if (unit === 'usd') return formatMoney(Number(value));
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `2026-11-21 00:00`, without the offset, which the head of the report names. */
export const momentText = (moment: string | null): string => (moment === null ? '' : moment.slice(0, 16).replace('T', ' '));

export const subjectText = (subject: Label, word: string): string => labelText(subject, 'entity', word);

/** Whole and tenths of a percent; a limit that is not reached never reads as 100 %. */
export function percentText(share: number | null): string {
  if (share === null) return '?';
  if (share < 1 && share >= 0.9995) return '>99.9 %';
  return `${(share * 100).toFixed(1)} %`;
}
