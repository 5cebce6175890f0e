import type { Limits } from '../../limits.js';

/** The limit is in the hash of the counters, so each period begins without one. */
export const limits: Limits = {
  list: [
    {
      id: 'tokens',
      title: 'tokens',
      dimension: 'user',
      family: 'token-usage',
      field: 'usage_limit',
      figure: { field: 'total_tokens' },
      period: { kind: 'cycle' },
      compare: '>=',
      tested: 'before',
      by: 'your code',
      where: 'Only code that asks check_usage_limit refuses requests: AIECS itself asks nowhere. If Redis fails, it allows them.',
    },
  ],
};
