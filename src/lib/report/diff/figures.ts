/** Figures of a difference, for people. */
import type { Change, DiffUnit } from '../../diff/model.js';
import { formatBytes } from '../../format/bytes.js';
import { formatMoney } from '../../format/money.js';
import { formatDigits, formatMean } from '../../format/number.js';
import type { Value } from '../../usage/model.js';
import { UNKNOWN } from '../amounts.js';
import type { Cell, ColumnType, Tone } from '../document.js';

export const COLUMN_TYPES: Readonly<Record<DiffUnit, ColumnType>> = {
  count: 'count',
  mean: 'mean',
  bytes: 'bytes',
  usd: 'money',
};

export function valueText(unit: DiffUnit, value: Value): string {
  if (value === null) return UNKNOWN;
  if (unit === 'bytes') return formatBytes(Number(value));
  if (unit === 'usd') return formatMoney(Number(value));
  return unit === 'mean' || !Number.isInteger(Number(value)) ? formatMean(Number(value)) : formatDigits(String(value));
}

/** `+1,204`, `-3`, `0`; `~+2 MiB` for a change that is not certain. */
export function changeText(unit: DiffUnit, { change, counts }: Change): string {
  if (change === null) return UNKNOWN;
  const number = Number(change);
  if (number === 0) return '0';
  const text = String(change);
  const size = valueText(unit, text.startsWith('-') ? text.slice(1) : text);
  return `${counts ? '' : '~'}${number > 0 ? '+' : '-'}${size}`;
}

/** `+1.2 %`, or nothing if the figure was 0 or is unknown. */
export function shareText({ share, change }: Pick<Change, 'share' | 'change'>): string {
  if (share === null || Number(change) === 0) return '';
  const percent = Math.abs(share) * 100;
  const shown = percent < 0.05 ? '<0.1' : percent < 1000 ? percent.toFixed(1) : formatDigits(percent.toFixed(0));
  return `${share > 0 ? '+' : '-'}${shown} %`;
}

const TONES: Readonly<Record<'more' | 'less', Tone>> = { more: 'warn', less: 'good' };

/** Growth is marked, because it costs. */
export function changeCell(unit: DiffUnit, change: Change): Cell {
  const number = Number(change.change ?? 0);
  const tone = !change.counts || number === 0 ? undefined : number > 0 ? TONES.more : TONES.less;
  return { value: change.change, text: changeText(unit, change), ...(tone !== undefined && { tone }) };
}

export const valueCell = (unit: DiffUnit, value: Value): Cell => ({ value, text: valueText(unit, value) });
