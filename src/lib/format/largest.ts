/** The largest number; -Infinity for none. Math.max(...values) overflows the stack beyond some 100,000 arguments. */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) if (value > found) found = value;
  return found;
}
