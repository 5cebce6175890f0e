/** How a figure has changed. Counts and costs are exact; sampled figures have an interval. */
import { decimalText, minus, parseDecimal } from '../format/decimal.js';
import type { Value } from '../usage/model.js';
import type { Change, DiffState } from './model.js';

/** A figure with its 95 % interval. */
export interface Quantity {
  value: Value;
  /** Half of the interval's width; 0: exact; `null`: not exact, and its error is unknown. */
  half: number | null;
}

export const exactly = (value: Value): Quantity => ({ value, half: 0 });

/** What one of the two results does not have. */
const NONE = exactly(0);

/** `undefined`: this result does not have it, which is a 0. */
export function changeOf(before: Quantity | undefined, after: Quantity | undefined): Change {
  const [from, to] = [before ?? NONE, after ?? NONE];
  const change = difference(from.value, to.value);
  const number = change === null ? null : Number(change);
  const half = from.half === null || to.half === null ? null : Math.hypot(from.half, to.half);
  const isSampled = half !== null && half > 0 && number !== null;
  return {
    before: from.value,
    after: to.value,
    change,
    changeLow: isSampled ? number - half : null,
    changeHigh: isSampled ? number + half : null,
    share: number === null ? null : shareOf(number, Number(from.value)),
    counts: number !== null && half !== null && Math.abs(number) > half,
  };
}

/** `null`: of 0, or of so little that no number says it. */
function shareOf(change: number, from: number): number | null {
  const share = change / from;
  return Number.isFinite(share) ? share : null;
}

function difference(from: Value, to: Value): Value {
  if (from === null || to === null) return null;
  if (typeof from === 'number' && typeof to === 'number') return to - from;
  const [a, b] = [parseDecimal(String(from)), parseDecimal(String(to))];
  return a === null || b === null ? null : decimalText(minus(b, a));
}

/** `null`: nothing has changed for certain. */
export function stateOf(before: unknown, after: unknown, figures: readonly Change[]): DiffState | null {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  const changed = figures.find(({ counts }) => counts);
  if (changed === undefined) return null;
  return Number(changed.change) > 0 ? 'grown' : 'shrunk';
}

/** For sorting: the largest change first, by the figures in the order that is given. */
export function bySizeOfChange(order: readonly number[]) {
  return (a: { figures: readonly Change[]; id: string }, b: { figures: readonly Change[]; id: string }): number => {
    for (const at of order) {
      const difference = sizeOf(b.figures[at]) - sizeOf(a.figures[at]);
      if (difference !== 0) return difference;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}

const sizeOf = (change: Change | undefined): number => (change?.counts === true ? Math.abs(Number(change.change)) : 0);
