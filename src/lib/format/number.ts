/** A count with thousands separators, `1,204,331`; `-` for `null` (unknown). */
export const formatCount = (count: number | null): string => (count === null ? '-' : formatDigits(Math.round(count).toFixed(0)));

/** A whole number of any length, as text, with thousands separators. */
export const formatDigits = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** A count with its noun: `1 family`, `3 families`. */
export const formatCounted = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** A share from 0 to 1 as a percentage. A share above zero never reads as 0 %, and a share below one never reads as 100 %. */
export function formatShare(share: number | null): string {
  if (share === null) return '-';
  if (share > 0 && share < 0.0005) return '<0.1 %';
  if (share < 1 && share >= 0.9995) return '>99.9 %';
  return `${share === 0 || share === 1 ? share * 100 : (share * 100).toFixed(1)} %`;
}

/** Half-width of an interval relative to its figure, `±3.1 %`; the wider half if the two differ. Empty for an exact figure. */
export function formatPlusMinus(figure: number | null, low: number | null, high: number | null): string {
  if (figure === null || low === null || high === null || (low === figure && high === figure)) return '';
  const percent = (Math.max(high - figure, figure - low) / figure) * 100;
  if (!(percent <= 999)) return '±>999 %';
  return `±${percent < 10 ? Math.max(percent, 0.1).toFixed(1) : percent.toFixed(0)} %`;
}

/** A mean with two decimals: `66.3`, `0.25`. A mean above zero never reads as 0. */
export function formatMean(mean: number): string {
  if (mean > 0 && mean < 0.005) return '<0.01';
  const [whole = '', part = ''] = mean.toFixed(2).split('.');
  const decimals = part.replace(/0+$/, '');
  return `${formatCount(Number(whole))}${decimals === '' ? '' : `.${decimals}`}`;
}
