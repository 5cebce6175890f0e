import type { Screen } from '../../types.js';
import { accounts } from './families/accounts.js';

const account = accounts.map(({ id }) => id);
const accountTotals = ['account-usage.total', 'account-usage.daily', 'account-usage.monthly'];
const costs = [
  'cost.daily',
  'cost.monthly',
  'cost.hourly',
  'cost.total',
  'cost.real.daily',
  'cost.real.total',
  'opus.weekly',
  'opus.real.weekly',
];
const limits = ['rate-limit.window', 'rate-limit.requests', 'rate-limit.tokens', 'rate-limit.cost', 'concurrency.key'];

/** The families that each page reads, measured on 1.1.314 page by page. */
export const screens: Screen[] = [
  {
    id: 'dashboard',
    title: 'dashboard',
    families: ['usage.total', 'usage.daily', 'index.usage.daily', 'metrics.minute', 'global.total', 'api-key', ...account],
  },
  {
    id: 'usage-trend.day',
    title: 'usage trend by day',
    families: ['usage.daily', 'model.daily', 'index.usage.daily', 'index.model.daily'],
  },
  {
    id: 'usage-trend.hour',
    title: 'usage trend by hour',
    families: ['usage.hourly', 'model.hourly', 'index.usage.hourly', 'index.model.hourly'],
  },
  {
    id: 'model-stats',
    title: 'model statistics and usage costs',
    families: ['model.daily', 'model.monthly', 'index.model.daily', 'index.model.monthly', 'index.model.months'],
  },
  {
    id: 'key-trend.day',
    title: 'trend of the API keys by day',
    families: ['usage.daily', 'key-model.daily', 'index.usage.daily', 'index.key-model.daily'],
  },
  {
    id: 'key-trend.hour',
    title: 'trend of the API keys by hour',
    families: ['usage.hourly', 'key-model.hourly', 'index.usage.hourly', 'index.key-model.hourly'],
  },
  {
    id: 'account-trend',
    title: 'trend of the accounts',
    families: [
      'account-usage.daily',
      'account-usage.hourly',
      'account-usage.model.daily',
      'account-usage.model.hourly',
      'index.account-usage.daily',
      'index.account-usage.hourly',
      'index.account-usage.model.daily',
      'index.account-usage.model.hourly',
    ],
  },
  {
    id: 'accounts',
    title: 'lists of accounts',
    families: [
      ...accountTotals,
      'account-usage.model.daily',
      'index.account-usage.model.daily',
      'account-usage.hourly',
      ...account,
    ],
  },
  {
    id: 'account-history',
    title: '30-day history of an account',
    families: ['account-usage.daily', 'account-usage.model.daily'],
  },
  {
    id: 'key-list',
    title: 'list of API keys, users and their usage',
    families: ['usage.total', 'usage.daily', 'usage.monthly', 'api-key', ...costs, ...limits],
  },
  {
    id: 'key-models',
    title: 'statistics of a batch of keys, models of a key',
    families: ['key-model.daily', 'key-model.monthly', 'key-model.alltime'],
  },
  { id: 'records', title: 'usage records', families: ['usage.records'] },
  { id: 'cost-rank', title: 'list of API keys sorted by cost', families: ['cost-rank'] },
];
