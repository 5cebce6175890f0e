/** Choices that follow from a seed. */
import { seededRandom } from '../../support/random.js';

export interface Chance {
  /** 0 ≤ number < 1. */
  random: () => number;
  /** 0 ≤ whole number < limit. */
  below: (limit: number) => number;
  pick: <Item>(items: readonly Item[]) => Item;
  /** True so often: 0.2 is one time in five. */
  often: (share: number) => boolean;
}

export function chanceOf(seed: number): Chance {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  return { random, below, pick: (items) => items[below(items.length)]!, often: (share) => random() < share };
}
