import { makeRule, type Rule } from '../rule.js';
import type { BurstOptions } from './token-bucket.js';

/**
 * The generic cell rate algorithm: requests evenly spaced, `limit` in a window, with `burst` at once after a pause. Never more
 * than `burst + limit` pass in any window. The spacing is rounded up to a whole microsecond. One string is all it stores.
 */
export const gcra = (options: BurstOptions): Rule => {
  const { burst = options.limit } = options;
  return makeRule('gcra', options, { burst, extra: () => burst });
};
