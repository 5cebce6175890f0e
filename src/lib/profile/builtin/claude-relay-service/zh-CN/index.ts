import type { ProfileTexts } from '../../../texts.js';
import { families } from './families.js';
import { limits } from './limits.js';
import { operations } from './operations.js';
import { switches } from './switches.js';

export const claudeRelayServiceTexts: ProfileTexts = {
  readFrom: 'Wei-Shaw/claude-relay-service：1.1.314（8479c7ce）和 1.1.250（a345812c）在 Redis 7.0 上运行；之间的版本依据源码',
  families,
  limits,
  entities: {
    'api-key': { title: 'API Key', titles: 'API Key' },
    account: { title: '账户', titles: '账户' },
    model: { title: '模型', titles: '模型' },
    user: { title: '用户', titles: '用户' },
  },
  operations,
  switches,
  owners: {
    'api-key': {
      title: 'API Key',
      breaks: '按已删除 API Key 的 id 查询的统计（列表和趋势都不显示），以及全部 API Key 合计中的相应部分。',
    },
    account: { title: '账户', breaks: '按已删除账户的 id 查询的统计，列表和趋势都不显示。' },
  },
  signs: {
    'usage:daily has ephemeral5mTokens': 'usage:daily 有 ephemeral5mTokens',
    'usage:daily has longContextRequests': 'usage:daily 有 longContextRequests',
    'billing:events exists': '存在 billing:events',
    'claude_relay_config exists': '存在 claude_relay_config',
    'usage:global:total exists': '存在 usage:global:total',
    'usage:*:model:daily has realCostMicro': 'usage:*:model:daily 有 realCostMicro',
    'usage:*:model:daily has ratedCostMicro': 'usage:*:model:daily 有 ratedCostMicro',
    'system:migrated:version exists': '存在 system:migrated:version',
    'system:service_rates exists': '存在 system:service_rates',
    'usage:hourly has ephemeral5mTokens': 'usage:hourly 有 ephemeral5mTokens',
    'usage:global:total has ephemeral5mTokens': 'usage:global:total 有 ephemeral5mTokens',
    'usage:model:daily has ephemeral5mTokens': 'usage:model:daily 有 ephemeral5mTokens',
    'account_usage:daily has ephemeral5mTokens': 'account_usage:daily 有 ephemeral5mTokens',
    'apikey:* has weeklyResetDay': 'apikey:* 有 weeklyResetDay',
    'usage:opus:weekly is keyed by the start of the week': 'usage:opus:weekly 以周起始时间为键',
    'days with usage:daily and without usage:global:daily': '有些天有 usage:daily 而没有 usage:global:daily',
    'months with usage:monthly and without usage:global:monthly': '有些月有 usage:monthly 而没有 usage:global:monthly',
    'days with usage:cost:daily and without usage:cost:real:daily': '有些天有 usage:cost:daily 而没有 usage:cost:real:daily',
    'days with account_usage:daily and without their index set': '有些天有 account_usage:daily 而没有其索引集合',
  },
  screens: {
    dashboard: '仪表板',
    'usage-trend.day': '按天使用趋势',
    'usage-trend.hour': '小时使用趋势',
    'model-stats': '模型统计和使用费用',
    'key-trend.day': 'API Key 按天趋势',
    'key-trend.hour': 'API Key 小时趋势',
    'account-trend': '账户趋势',
    accounts: '账户列表',
    'account-history': '账户 30 天历史',
    'key-list': 'API Key 列表、用户及其用量',
    'key-models': '批量 API Key 的统计、API Key 的模型',
    records: '使用记录',
    'cost-rank': '按费用排序的 API Key 列表',
  },
  figureParts: {
    'those through Claude, console, CCR and Droid accounts': '经 Claude、Claude Console、CCR 和 Droid 账户的请求',
    'Claude models through Claude, console and CCR accounts': '经 Claude、Claude Console 和 CCR 账户的 Claude 模型请求',
  },
  callsKeys: '每次启动时，以及列出暂时不可用的账户时',
};
