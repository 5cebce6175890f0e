import { makeRule, type Rule, type RuleOptions } from '../rule.js';

/**
 * A counter that expires one window after its first request: the key and the meaning of new-api's second limiters. Never more
 * than the limit passes in one of its windows. Up to twice the limit, less one, passes in a window around the end of one. A key
 * without TTL gets one.
 */
export const fixedWindow = (options: RuleOptions): Rule => makeRule('fixedWindow', options);
