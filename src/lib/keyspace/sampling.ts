/**
 * Which keys of a family have their metadata read. The first keys of every family are all read; beyond, a share that falls as the
 * family grows. Each step is a stratum with its own random sample, so that the estimate is sound whatever the order of the keys.
 */

interface Stratum {
  /** The stratum ends at this many keys of the family. */
  until: number;
  /** One key in so many is read. */
  oneIn: number;
}

export const STRATA: readonly Stratum[] = [
  { until: 512, oneIn: 1 },
  { until: 4_096, oneIn: 8 },
  { until: 32_768, oneIn: 32 },
  { until: Infinity, oneIn: 128 },
];

/** The stratum of a family's next key, given how many it has already. */
export function stratumOf(keys: number): number {
  let index = 0;
  while (keys >= STRATA[index]!.until) index++;
  return index;
}

/** Chooses keys at random; a fixed seed makes runs on the same keys alike. */
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
