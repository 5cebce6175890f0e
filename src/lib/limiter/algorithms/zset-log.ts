import { makeRule, type Rule, type RuleOptions } from '../rule.js';

/**
 * An exact sliding log in a sorted set, with times in ms as scores. Never more than the limit passes in any window, and no request
 * is denied that fits. A denial is not stored.
 */
export const zsetLog = (options: RuleOptions): Rule => makeRule('zsetLog', options);
