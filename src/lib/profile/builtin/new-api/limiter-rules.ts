import type { LimiterRule } from '../../limiters.js';

type Rule = Omit<LimiterRule, 'name'>;

const OPTIONS = 'the rate limits in the settings of the application';

const env = (name: string): NonNullable<Rule['env']> => ({ capacity: name, window: `${name}_DURATION` });

export const ADDRESS_RULES: Readonly<Record<'GA' | 'GW' | 'CT' | 'DW' | 'UP', Rule>> = {
  GA: { title: 'API calls', capacity: 360, window: 180, env: env('GLOBAL_API_RATE_LIMIT') },
  GW: { title: 'web pages', capacity: 120, window: 180, env: env('GLOBAL_WEB_RATE_LIMIT') },
  CT: { title: 'logins, payments and other critical calls', capacity: 20, window: 1200, env: env('CRITICAL_RATE_LIMIT') },
  DW: { title: 'downloads', capacity: 10, window: 60, fixed: true },
  UP: { title: 'uploads', capacity: 10, window: 60, fixed: true },
};

export const EMAIL_RULE: Rule = { title: 'verification emails', capacity: 2, window: 30, fixed: true };

export const SEARCH_RULE: Rule = { title: 'searches', capacity: 10, window: 60, env: env('SEARCH_RATE_LIMIT') };

export const CRITICAL_RULE: Rule = {
  title: 'critical calls of a user',
  capacity: 20,
  window: 1200,
  env: env('CRITICAL_RATE_LIMIT'),
};

export const SUCCESS_RULE: LimiterRule = {
  name: 'MRRLS',
  title: 'successful model calls',
  capacity: 1000,
  window: 60,
  setIn: OPTIONS,
};

/** Off unless set, so that its size is unknown. */
export const TOTAL_RULE: LimiterRule = { name: 'MRRL', title: 'model calls', setIn: OPTIONS };

export const named = (name: string, rule: Rule): LimiterRule => ({ ...rule, name });

/** Rules of a family whose keys have the mark in their names. */
export const marked = (rules: Readonly<Record<string, Rule>>): LimiterRule[] =>
  Object.entries(rules).map(([name, rule]) => ({ ...rule, name, mark: name }));
