import type { Owner } from '../../types.js';
import { accountPatterns } from './families/accounts.js';

/** Deleting either entity leaves statistics behind: all of an account, the totals and model statistics of an API key. */
export const owners: Owner[] = [
  {
    dimension: 'api-key',
    title: 'API key',
    exists: ['apikey:{keyId}'],
    usedIn: [
      'usage.total',
      'usage.daily',
      'usage.monthly',
      'usage.hourly',
      'usage.records',
      'key-model.daily',
      'key-model.monthly',
      'key-model.hourly',
      'key-model.alltime',
      'cost.daily',
      'cost.monthly',
      'cost.hourly',
      'cost.total',
      'cost.real.daily',
      'cost.real.total',
      'opus.weekly',
      'opus.total',
      'opus.real.weekly',
      'opus.real.total',
    ],
    breaks:
      'Statistics that are requested by the id of a deleted API key, which no list and no trend shows, and the parts of totals over all API keys.',
  },
  {
    dimension: 'account',
    title: 'account',
    exists: accountPatterns,
    usedIn: [
      'account-usage.total',
      'account-usage.daily',
      'account-usage.monthly',
      'account-usage.hourly',
      'account-usage.model.daily',
      'account-usage.model.monthly',
      'account-usage.model.hourly',
    ],
    breaks: 'Statistics that are requested by the id of a deleted account, which no list and no trend shows.',
  },
];
