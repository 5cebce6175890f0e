/** The largest of these numbers, however many: as arguments of one call more than some 100,000 overflow the stack. -Infinity of none. */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) if (value > found) found = value;
  return found;
}
