/**
 * Quantiles of positive numbers in bounded memory. Buckets are 1/32 of a power of two wide, so a quantile is within about 1.1 %.
 */

const STEPS = 32;
/** Up to the largest safe integer, 2^53 - 1. */
const BUCKETS = 53 * STEPS + 2;

const bucketOf = (value: number): number => (value < 1 ? 0 : Math.min(BUCKETS - 1, 1 + Math.floor(Math.log2(value) * STEPS)));

export class Histogram {
  /** Weight of each bucket; allocated with the first number. */
  #buckets: Float64Array | null = null;
  #weight = 0;
  min = Infinity;
  max = -Infinity;

  add(value: number, weight: number): void {
    const bucket = bucketOf(value);
    this.#buckets ??= new Float64Array(BUCKETS);
    this.#buckets[bucket]! += weight;
    this.#weight += weight;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  merge(other: Histogram): void {
    if (other.#buckets) {
      this.#buckets ??= new Float64Array(BUCKETS);
      for (const [bucket, weight] of other.#buckets.entries()) this.#buckets[bucket]! += weight;
    }
    this.#weight += other.#weight;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  get empty(): boolean {
    return this.#weight === 0;
  }

  /** The weight of numbers up to `value`, within about 1 %. */
  upTo(value: number): number {
    return this.#buckets?.subarray(0, bucketOf(value) + 1).reduce((sum, weight) => sum + weight, 0) ?? 0;
  }

  /** The middle of the median's bucket, within `min` and `max`. */
  median(): number {
    let before = 0;
    for (const [bucket, weight] of (this.#buckets ?? []).entries()) {
      before += weight;
      if (weight > 0 && before * 2 >= this.#weight) {
        const middle = bucket === 0 ? 0.5 : 2 ** ((bucket - 0.5) / STEPS);
        return Math.min(Math.max(middle, this.min), this.max);
      }
    }
    return Number.NaN;
  }
}
