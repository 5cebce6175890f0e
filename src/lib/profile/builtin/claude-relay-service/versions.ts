import type { Fingerprint, UpgradeSign } from '../../types.js';

const CURRENT_WEEK = /:\d{4}-\d\d-\d\dT\d\d$/;

/** The first release whose sources contain the marker, found by bisecting the main line at every change of the version. */
export const fingerprints: Fingerprint[] = [
  { since: '1.1.23', family: 'account-usage.total', sign: 'account_usage:* exists' },
  { since: '1.1.30', family: 'cost.total', sign: 'usage:cost:* exists' },
  { since: '1.1.51', family: 'session-mapping.claude', sign: 'unified_claude_session_mapping:* exists' },
  { since: '1.1.54', family: 'metrics.minute', sign: 'system:metrics:minute:* exists' },
  { since: '1.1.114', family: 'usage.daily', field: 'ephemeral5mTokens', sign: 'usage:daily has ephemeral5mTokens' },
  { since: '1.1.122', family: 'opus.weekly', sign: 'usage:opus:weekly:* exists' },
  { since: '1.1.122', family: 'usage.daily', field: 'longContextRequests', sign: 'usage:daily has longContextRequests' },
  { since: '1.1.134', family: 'account.overload', sign: 'account:overload:* exists' },
  { since: '1.1.145', family: 'usage.records', sign: 'usage:records:* exists' },
  { since: '1.1.178', family: 'billing.events', sign: 'billing:events exists' },
  { since: '1.1.213', family: 'cost-rank', sign: 'cost_rank:* exists' },
  { since: '1.1.213', family: 'client.stainless-headers', sign: 'fmt_claude_req:* exists' },
  { since: '1.1.227', family: 'account.unavailable', sign: 'temp_unavailable:* exists' },
  { since: '1.1.227', family: 'account.unavailable.legacy', sign: 'temp_unavailable:* exists' },
  { since: '1.1.237', family: 'settings.relay', sign: 'claude_relay_config exists' },
  { since: '1.1.237', family: 'message-queue.lock', sign: 'user_msg_queue_lock:* exists' },
  { since: '1.1.237', family: 'concurrency.queue-stats', sign: 'concurrency:queue:stats:* exists' },
  { since: '1.1.237', family: 'account.test-config', sign: 'account:test_config:* exists' },
  { since: '1.1.253', family: 'account.balance', sign: 'account_balance:* exists' },
  { since: '1.1.263', family: 'index.usage.daily', sign: 'usage:daily:index:* exists' },
  { since: '1.1.263', family: 'index.api-key.all', sign: 'apikey:idx:* exists' },
  { since: '1.1.263', family: 'account-group.reverse', sign: 'account_groups_reverse:* exists' },
  { since: '1.1.263', family: 'global.total', sign: 'usage:global:total exists' },
  { since: '1.1.263', family: 'key-model.alltime', sign: 'usage:*:model:alltime:* exists' },
  { since: '1.1.263', family: 'key-model.daily', field: 'realCostMicro', sign: 'usage:*:model:daily has realCostMicro' },
  { since: '1.1.263', family: 'cost.real.total', sign: 'usage:cost:real:* exists' },
  { since: '1.1.263', family: 'opus.real.total', sign: 'usage:opus:real:* exists' },
  { since: '1.1.263', family: 'quota-card', sign: 'quota_card:* exists' },
  { since: '1.1.263', family: 'settings.service-rates', sign: 'system:service_rates exists' },
  { since: '1.1.263', family: 'weekly-backfill.done', sign: 'init:weekly_opus_cost:* exists' },
  { since: '1.1.280', family: 'usage.hourly', field: 'ephemeral5mTokens', sign: 'usage:hourly has ephemeral5mTokens' },
  { since: '1.1.280', family: 'model.daily', field: 'ephemeral5mTokens', sign: 'usage:model:daily has ephemeral5mTokens' },
  {
    since: '1.1.280',
    family: 'account-usage.daily',
    field: 'ephemeral5mTokens',
    sign: 'account_usage:daily has ephemeral5mTokens',
  },
  { since: '1.1.281', family: 'api-key', field: 'weeklyResetDay', sign: 'apikey:* has weeklyResetDay' },
  { since: '1.1.281', family: 'opus.weekly', name: CURRENT_WEEK, sign: 'usage:opus:weekly is keyed by the start of the week' },
  { since: '1.1.284', family: 'account.error-history', sign: 'error_history:* exists' },
  { since: '1.1.300', family: 'request-detail', sign: 'request_detail:* exists' },
];

/** Data that the older release wrote alone stays until its TTL ends; the migrations at start-up do not complete it. */
export const upgradeSigns: UpgradeSign[] = [
  {
    older: 'usage.daily',
    newer: 'global.daily',
    since: '1.1.263',
    sign: 'days with usage:daily and without usage:global:daily',
  },
  {
    older: 'usage.monthly',
    newer: 'global.monthly',
    since: '1.1.263',
    sign: 'months with usage:monthly and without usage:global:monthly',
  },
  {
    older: 'cost.daily',
    newer: 'cost.real.daily',
    since: '1.1.263',
    sign: 'days with usage:cost:daily and without usage:cost:real:daily',
  },
  {
    older: 'account-usage.daily',
    newer: 'index.account-usage.daily',
    since: '1.1.263',
    sign: 'days with account_usage:daily and without their index set',
  },
];
