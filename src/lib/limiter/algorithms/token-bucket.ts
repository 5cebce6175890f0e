import { makeRule, type Rule, type RuleOptions } from '../rule.js';

export interface BurstOptions extends RuleOptions {
  /** How many requests pass at once after a pause. Default: the limit. */
  burst?: number;
}

/**
 * A bucket of `burst` tokens, of which `limit` are refilled in each window. Never more than `burst + limit` pass in any window.
 * Its key expires when the bucket is full.
 */
export const tokenBucket = (options: BurstOptions): Rule => {
  const { burst = options.limit } = options;
  return makeRule('tokenBucket', options, { burst, extra: () => burst });
};
