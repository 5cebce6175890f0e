/**
 * Chooses the keys of a family whose metadata is read: all of the first keys, then a share that falls as the family grows. Each
 * step is a stratum with its own random sample, so that the estimate is valid for any order of the keys.
 */

interface Stratum {
  /** Number of keys of the family at which the stratum ends. */
  until: number;
  /** One key in this many is read. */
  oneIn: number;
}

export const STRATA: readonly Stratum[] = [
  { until: 512, oneIn: 1 },
  { until: 4_096, oneIn: 8 },
  { until: 32_768, oneIn: 32 },
  { until: Infinity, oneIn: 128 },
];

/** The stratum of a family's next key, from the number of keys before it. */
export function stratumOf(keys: number): number {
  let index = 0;
  while (keys >= STRATA[index]!.until) index++;
  return index;
}

/** Chooses keys at random. The fixed seed makes runs over the same keys repeatable. */
export class Sampler {
  #state = 0x9e3779b9;
  readonly everything: boolean;

  constructor(everything: boolean) {
    this.everything = everything;
  }

  picks(stratum: number): boolean {
    const { oneIn } = STRATA[stratum]!;
    if (this.everything || oneIn === 1) return true;
    // xorshift32
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) % oneIn === 0;
  }
}
