/** Quantiles of positive numbers in bounded memory: buckets 1/32 of a power of two wide, so a quantile is within about 1.1 %. */

const STEPS = 32;

export class Histogram {
  readonly #buckets = new Map<number, number>();
  #weight = 0;
  min = Infinity;
  max = -Infinity;

  add(value: number, weight: number): void {
    const bucket = value < 1 ? 0 : 1 + Math.floor(Math.log2(value) * STEPS);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + weight);
    this.#weight += weight;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  merge(other: Histogram): void {
    for (const [bucket, weight] of other.#buckets) this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + weight);
    this.#weight += other.#weight;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  get empty(): boolean {
    return this.#weight === 0;
  }

  /** The middle of the bucket that holds the median, within `min` and `max`. */
  median(): number {
    let before = 0;
    for (const bucket of [...this.#buckets.keys()].sort((a, b) => a - b)) {
      before += this.#buckets.get(bucket)!;
      if (before * 2 >= this.#weight) {
        const middle = bucket === 0 ? 0.5 : 2 ** ((bucket - 0.5) / STEPS);
        return Math.min(Math.max(middle, this.min), this.max);
      }
    }
    return Number.NaN;
  }
}
