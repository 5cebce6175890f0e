import { formatDigits } from './number.js';

/**
 * US dollars with cents, `$1,204.50`, or without cents for whole amounts; `-` when the price is unknown. A cost above zero never
 * reads as $0.
 */
export function formatMoney(dollars: number | null): string {
  if (dollars === null) return '-';
  if (dollars > 0 && dollars < 0.005) return '<$0.01';
  const [whole = '', cents = ''] = dollars.toFixed(2).split('.');
  return `$${formatDigits(whole)}${cents === '00' ? '' : `.${cents}`}`;
}
