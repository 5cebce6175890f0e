import type { Range } from './model.js';

export const exactRange = (value: number): Range => ({ value, low: value, high: value });

export const plus = (a: Range, b: Range): Range => ({ value: a.value + b.value, low: a.low + b.low, high: a.high + b.high });

/** What is not below 0 and in order. */
export const sound = ({ value, low, high }: Range): Range => {
  const middle = Math.max(0, value);
  return { value: middle, low: Math.max(0, Math.min(low, middle)), high: Math.max(high, middle) };
};

export const times = ({ value, low, high }: Range, by: Range): Range => ({
  value: value * by.value,
  low: low * by.low,
  high: high * by.high,
});

export const sum = (ranges: Iterable<Range>): Range => {
  let total = exactRange(0);
  for (const range of ranges) total = plus(total, range);
  return total;
};
