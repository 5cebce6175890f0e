/** The largest number; -Infinity for none. As arguments of Math.max, some 100,000 values overflow the stack. */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) if (value > found) found = value;
  return found;
}
