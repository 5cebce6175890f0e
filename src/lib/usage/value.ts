/** Exact amounts in the form of results. */
import { compare, decimalText, plus, type Decimal } from '../format/decimal.js';
import { unitOf, type Metric } from '../profile/figures.js';
import type { Figures, Value } from './model.js';

/** Money stays text, because a number would round it. So does a count beyond 2^53. */
export function valueOf(metric: Metric, amount: Decimal | null): Value {
  if (amount === null) return null;
  const text = decimalText(amount);
  if (unitOf(metric) === 'usd') return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

export const figuresOf = (metrics: readonly Metric[], amounts: readonly (Decimal | null)[]): Figures =>
  Object.fromEntries(metrics.map((metric, at) => [metric, valueOf(metric, amounts[at] ?? null)]));

/** Sums of each column; `null`: unknown in every row. */
export function sumOf(rows: Iterable<readonly (Decimal | null)[]>, width: number): (Decimal | null)[] {
  const sums: (Decimal | null)[] = Array.from({ length: width }, () => null);
  for (const amounts of rows)
    for (const [at, amount] of amounts.entries()) if (amount !== null) sums[at] = sums[at] ? plus(sums[at], amount) : amount;
  return sums;
}

/** Largest first, unknown last. */
export function descending(a: Decimal | null, b: Decimal | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(b, a);
}

/** a ÷ b as a plain number; `null`: one of them is unknown, or b is 0. */
export function ratioOf(a: Decimal | null, b: Decimal | null): number | null {
  if (a === null || b === null || b.digits === 0n) return null;
  return Number(decimalText(a)) / Number(decimalText(b));
}
