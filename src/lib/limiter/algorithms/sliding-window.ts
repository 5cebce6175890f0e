import { makeRule, type Rule, type RuleOptions } from '../rule.js';

/**
 * Two counters, of which the previous one is weighted by the time that it still counts. Never more than the limit passes in a
 * window of the clock, and less than twice the limit in any other. It assumes that requests came evenly, so it may deny what an
 * exact log allows.
 */
export const slidingWindow = (options: RuleOptions): Rule => makeRule('slidingWindow', options);
