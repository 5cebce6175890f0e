/** Exact amounts in the form of results. */
import { compare, decimalText, plus, whole, type Decimal } from '../format/decimal.js';
import { unitOf, type Metric } from '../profile/figures.js';
import type { Figures, Value } from './model.js';

/** Money stays text, because a number would round it. So does a count beyond 2^53. */
export type Sum = number | Decimal;

const asDecimal = (sum: Sum): Decimal => (typeof sum === 'number' ? whole(BigInt(sum)) : sum);

export function added(a: Sum | null, b: Sum): Sum {
  if (a === null) return b;
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b;
  return plus(asDecimal(a), asDecimal(b));
}

export const difference = (a: Sum, b: Sum): Decimal => plus(asDecimal(a), negated(asDecimal(b)));

const negated = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale });

/** Money stays text: a number would round it. So does a count beyond 2^53. */
export function valueOf(metric: Metric, sum: Sum | null): Value {
  if (sum === null) return null;
  if (unitOf(metric) === 'usd') return textOf(sum);
  if (typeof sum === 'number') return sum;
  const number = Number(textOf(sum));
  return Number.isSafeInteger(number) ? number : textOf(sum);
}

const textOf = (sum: Sum): string => (typeof sum === 'number' ? String(sum) : decimalText(sum));

export const figuresOf = (metrics: readonly Metric[], sums: readonly (Sum | null)[]): Figures =>
  Object.fromEntries(metrics.map((metric, at) => [metric, valueOf(metric, sums[at] ?? null)]));

/** Sums of each column; `null`: unknown in every row. */
export function sumOf(rows: Iterable<readonly (Sum | null)[]>, width: number): (Sum | null)[] {
  const sums: (Sum | null)[] = Array.from({ length: width }, () => null);
  for (const amounts of rows)
    for (let at = 0; at < width; at++) {
      const amount = amounts[at] ?? null;
      if (amount !== null) sums[at] = added(sums[at]!, amount);
    }
  return sums;
}

/** Largest first, unknown last. */
export function descending(a: Sum | null, b: Sum | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return typeof a === 'number' && typeof b === 'number' ? b - a : compare(asDecimal(b), asDecimal(a));
}

/** a ÷ b as a plain number; `null`: one of them is unknown, or b is 0. */
export function ratioOf(a: Sum | null, b: Sum | null): number | null {
  if (a === null || b === null) return null;
  const divisor = Number(textOf(b));
  return divisor === 0 ? null : Number(textOf(a)) / divisor;
}
