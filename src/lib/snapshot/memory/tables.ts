/** Sizes of the servers' hash tables after loading a snapshot. */

const POINTER = 8;
/** Minimum number of buckets. */
const SMALLEST = 4;

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, least)));

/** Redis: one pointer per bucket, and as many buckets as entries, rounded up to a power of two. */
export const bucketBytes = (entries: number): number => POINTER * powerOfTwo(Math.max(SMALLEST, entries));

const VALKEY_TABLE = 80;
const VALKEY_BUCKET = 64;
const PER_BUCKET = 7;
/** The last place of a full bucket points to the next bucket. */
const PER_FULL_BUCKET = 6;

/**
 * Valkey 8.1: buckets of one cache line for seven entries each, 5 buckets for 32 entries, and chained buckets behind full ones.
 * Source: hashtable.c.
 */
export function valkeyTableBytes(entries: number): number {
  const buckets = powerOfTwo(Math.ceil((entries * 5) / 32));
  return VALKEY_TABLE + VALKEY_BUCKET * (buckets + overflowing(entries, buckets));
}

/** Number of chained buckets, by Poisson's law for hashed entries. */
function overflowing(entries: number, buckets: number): number {
  if (buckets === 1) return Math.max(0, Math.ceil((entries - PER_BUCKET) / PER_FULL_BUCKET));
  const mean = entries / buckets;
  let chance = Math.exp(-mean);
  let behind = 0;
  for (let held = 1; held < 40; held++) {
    chance *= mean / held;
    if (held > PER_BUCKET) behind += chance * Math.ceil((held - PER_BUCKET) / PER_FULL_BUCKET);
  }
  return buckets * behind;
}

/** Mean over the levels of a skip list's nodes. Each further level has a probability of a quarter. */
export function meanOverLevels(bytesAt: (level: number) => number): number {
  let mean = 0;
  let chance = 0.75;
  for (let level = 1; level <= 16; level++) {
    mean += chance * bytesAt(level);
    chance /= 4;
  }
  return mean;
}
