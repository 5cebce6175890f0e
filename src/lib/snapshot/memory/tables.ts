/** Sizes of the server's hash tables, as they are when it has loaded a snapshot. */

const POINTER = 8;
/** A table never has fewer buckets. */
const SMALLEST = 4;

/** Buckets of a table that was made for so many entries: a power of two. */
export const buckets = (entries: number): number => (entries <= SMALLEST ? SMALLEST : 2 ** Math.ceil(Math.log2(entries)));

export const bucketBytes = (entries: number): number => POINTER * buckets(entries);

/** Entries that share their bucket with one that came before, as hashing spreads them. */
export function collisions(entries: number): number {
  const size = buckets(entries);
  const occupied = size * (1 - (1 - 1 / size) ** entries);
  return entries - occupied;
}

/** Mean bytes of a skip list node with its forward pointers: one level more with a chance of a quarter each time. */
export function meanSkiplistNode(base: number, perLevel: number, allocated: (bytes: number) => number): number {
  let mean = 0;
  let chance = 1;
  for (let level = 1; level <= 32; level++) {
    const isLast = level === 32;
    mean += chance * (isLast ? 1 : 0.75) * allocated(base + level * perLevel);
    chance *= 0.25;
  }
  return mean;
}
