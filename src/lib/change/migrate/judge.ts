/** Compares the texts of a coarse key with the sum of those of the fine keys. */
import { compareDecimals, isCounter, isDecimal, subtractDecimals } from '../../format/decimal.js';
import type { Raise } from '../compare/raise.js';
import type { Figure } from './rollup-pair.js';
import { sumFor } from './sum.js';

/** The texts of a key's figures, in order; `null`: absent. */
export type Texts = readonly (string | null)[];

export type Judgement =
  | { state: 'complete' }
  | { state: 'short'; raises: readonly Raise[] }
  /** A figure is not a number, or the server could not increment the sum. */
  | { state: 'unreadable' | 'overflow' };

/** The server rounds at each step by about 10⁻¹⁷ of the sum, so sums of many costs differ by less than a billionth of a dollar. */
const ROUNDING = '0.000000001';

/** The sum of each figure; `null`: some text is not a number. */
export function sumOf(figures: readonly Figure[], parts: readonly Texts[]): string[] | null {
  const sums: string[] = [];
  for (const [index, { decimal }] of figures.entries()) {
    const sum = sumFor(decimal);
    for (const texts of parts) {
      const text = texts[index] ?? null;
      if (text !== null && !sum.add(text)) return null;
    }
    sums.push(sum.text());
  }
  return sums;
}

/** The amounts that the coarse key lacks. Nothing is ever lowered. */
export function judge(figures: readonly Figure[], sums: readonly string[] | null, coarse: Texts): Judgement {
  if (sums === null) return { state: 'unreadable' };
  const raises: Raise[] = [];
  for (const [index, { coarse: field, decimal }] of figures.entries()) {
    const [after, before] = [sums[index]!, coarse[index] ?? null];
    if (before !== null && !isNumber(before, decimal)) return { state: 'unreadable' };
    const step = subtractDecimals(after, before ?? '0');
    if (compareDecimals(step, decimal ? ROUNDING : '0') <= 0) continue;
    // HINCRBY accepts neither a sum nor a step beyond 64 bits.
    if (!decimal && !(isCounter(after) && isCounter(step))) return { state: 'overflow' };
    raises.push({ field, before, after, step, decimal });
  }
  return raises.length === 0 ? { state: 'complete' } : { state: 'short', raises };
}

const isNumber = (text: string, decimal: boolean): boolean => (decimal ? isDecimal(text) : isCounter(text));
