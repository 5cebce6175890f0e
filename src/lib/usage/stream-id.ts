/** Ids of stream entries: a time in ms since the epoch, and a number. */
export const timeOf = (id: string): number => Number(id.split('-', 1)[0]);

/** The next id. Both halves are 64-bit numbers. */
export function idAfter(id: string): string {
  const [ms, sequence = '0'] = id.split('-');
  return `${ms}-${BigInt(sequence) + 1n}`;
}
