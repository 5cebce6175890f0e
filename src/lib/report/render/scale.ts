/** The vertical scale of a line chart. */
import type { Lines } from '../document.js';

export interface Scale {
  bottom: number;
  top: number;
  /** True if a value is on the chart. */
  holds: (value: number) => boolean;
  /** How high a value is, 0 to 1. */
  part: (value: number) => number;
}

/** A level further away than this many times the highest value would flatten the lines. */
const FARTHEST_LEVEL = 2;

/** From 0, unless all values are in the upper half. */
export function scaleOf({ lines, levels = [] }: Pick<Lines, 'lines' | 'levels'>): Scale {
  let [least, most] = [Infinity, -Infinity];
  const take = (value: number | null): void => {
    if (value === null || !Number.isFinite(value)) return;
    [least, most] = [Math.min(least, value), Math.max(most, value)];
  };
  for (const { values, low = [], high = [] } of lines) for (const part of [values, low, high]) part.forEach(take);
  if (most < least) [least, most] = [0, 0];
  for (const { value } of levels) if (value <= most * FARTHEST_LEVEL) most = Math.max(most, value);
  const bottom = least > most / 2 && most > least ? least : Math.min(0, least);
  const span = most - bottom;
  return {
    bottom,
    top: most,
    holds: (value) => value >= bottom && value <= most,
    part: (value) => (span === 0 ? 0 : Math.max(0, Math.min(1, (value - bottom) / span))),
  };
}
