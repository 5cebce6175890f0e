import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatMoney } from '../../format/money.js';
import { formatCount, formatMean, formatShare } from '../../format/number.js';
import { cellOf, type CellValue, type Column, type ColumnType } from '../document.js';

const FIGURES: Readonly<Record<ColumnType, (figure: number) => string>> = {
  text: String,
  id: String,
  count: formatCount,
  mean: formatMean,
  bytes: formatBytes,
  share: formatShare,
  money: formatMoney,
  time: formatDuration,
};

/** A cell as people see it. */
export function cellText(value: CellValue | undefined, type: ColumnType): string {
  const cell = cellOf(value);
  if (cell.text !== undefined) return cell.text;
  if (cell.value === null) return '';
  return typeof cell.value === 'number' ? FIGURES[type](cell.value) : String(cell.value);
}

export const isFigure = ({ type }: Column): boolean => type !== 'text' && type !== 'id';
