import type { Family } from '../../types.js';
import { accountId } from './placeholders.js';
import { stays } from './families/ttl.js';

const setting = { type: 'string', value: 'json', ttl: stays, grain: 'none', valueClass: 'secret', role: 'config' } as const;
const marker = { ...setting, valueClass: 'operational', role: 'marker' } as const;

const settingsOfSystem: Family[] = [
  {
    ...setting,
    id: 'settings.relay',
    pattern: 'claude_relay_config',
    breaks: 'The switches for clients, sessions, queues and request details fall back to their defaults.',
    since: '1.1.237',
    examples: ['claude_relay_config'],
  },
  {
    ...setting,
    id: 'settings.service-rates',
    pattern: 'system:service_rates',
    breaks: 'Costs are rated with a factor of 1 for every service.',
    since: '1.1.263',
    examples: ['system:service_rates'],
  },
  {
    ...setting,
    id: 'settings.quota-card-limits',
    pattern: 'system:quota_card_limits',
    breaks: 'The limits for quota cards fall back to their defaults.',
    examples: ['system:quota_card_limits'],
  },
  {
    ...setting,
    id: 'settings.oem',
    pattern: 'oem:settings',
    breaks: 'Name and logo of the site fall back to their defaults.',
    generic: true,
    examples: ['oem:settings'],
  },
  {
    ...setting,
    id: 'settings.webhook',
    pattern: 'webhook_config:default',
    breaks: 'No notifications are sent.',
    generic: true,
    examples: ['webhook_config:default'],
  },
  {
    ...setting,
    id: 'settings.balance-script',
    pattern: 'account_balance_script:{platform}:{id}',
    placeholders: { id: accountId },
    breaks: "The script that asks for the account's balance is lost.",
    since: '1.1.253',
    examples: ['account_balance_script:claude-console:4f8eab50-e0a5-4048-b754-7ba7eb6e6e40'],
  },
];

const migrations: Family[] = [
  {
    ...marker,
    id: 'migration.version',
    pattern: 'system:migrated:version',
    value: 'text',
    breaks: 'The migrations run again at the next start.',
    since: '1.1.263',
    examples: ['system:migrated:version'],
  },
  {
    ...marker,
    id: 'migration.usage-index',
    pattern: 'system:migration:usage_index_v2',
    value: 'unix-ms',
    breaks: 'The index sets of usage data are built again at the next start, with the word index as a member.',
    since: '1.1.263',
    examples: ['system:migration:usage_index_v2'],
  },
  {
    ...marker,
    id: 'migration.alltime-models',
    pattern: 'system:migration:alltime_model_stats_v1',
    value: 'unix-ms',
    breaks: 'The all-time statistics of models are built again at the next start.',
    since: '1.1.263',
    examples: ['system:migration:alltime_model_stats_v1'],
  },
];

export const settings: Family[] = [...settingsOfSystem, ...migrations];
