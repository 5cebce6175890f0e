import type { ProfileTexts } from '../../texts.js';

const REARMED = '被拒绝的请求也会重置';
const DATABASE = '无影响：应用会从数据库重新读取。';
const windowOf = (breaks: string): { breaks: string; ttl: string } => ({ breaks, ttl: '限流窗口' });
const listOf = (breaks: string): { breaks: string; ttl: string } => ({ breaks, ttl: REARMED });

export const newApiTexts: ProfileTexts = {
  readFrom:
    'QuantumNous/new-api：G1 代到 2026-07-19 为止，G2 代自 2026-08-11 起；2025-04 的键名取自 Calcium-Ion/new-api ef8ae4d 和 Veloera 8117f30',
  families: {
    'ip-limit.ga': listOf('该地址可再用一遍 API 上限。'),
    'ip-limit.gw': listOf('该地址可再用一遍网页上限。'),
    'ip-limit.ct': listOf('该地址可再用一遍登录、支付等关键操作的上限。'),
    'ip-limit.dw': listOf('该地址可再用一遍下载上限。'),
    'ip-limit.up': listOf('该地址可再用一遍上传上限。'),
    'user-limit.search': listOf('该用户可再用一遍搜索上限。'),
    'ip-limit.window': windowOf('该地址可再用一遍该上限。'),
    'user-limit.window': windowOf('该用户可再用一遍该上限。'),
    'user-limit.critical': windowOf('该用户可再用一遍该关键操作的上限。'),
    'model-limit.success': '该用户可再用一遍成功模型请求的上限。',
    'model-limit.total': '该用户可再用一遍模型请求的上限。',
    'model-limit.scoped': { breaks: '该用户可再用一遍该模型或分组的上限。', ttl: '上限的窗口' },
    'model-limit.scoped-total': { breaks: '该用户可再用一遍该模型或分组的上限。', ttl: '上限的窗口' },
    'model-limit.bucket': {
      breaks: '该用户得到一个装满的模型请求令牌桶。',
      leak: '窗口过后令牌桶重新装满，没有键也视为装满',
    },
    'notify-limit': {
      breaks: '该用户在该小时内可能多收到几条通知。',
      ttl: 'NOTIFICATION_LIMIT_DURATION_MINUTE，默认 10 分钟',
    },
    'email-limit': {
      breaks: '该地址可重新请求验证邮件。',
      ttl: 'INCR 和 EXPIRE 是两次调用：丢失第二次时，该地址一直被锁定',
    },
    token: { breaks: DATABASE, ttl: 'SYNC_FREQUENCY，默认 60 s' },
    'token.fence': '几秒内变更过的令牌可能以旧状态进入缓存。',
    user: { breaks: DATABASE, ttl: 'SYNC_FREQUENCY，默认 60 s' },
    'auth.fence': { breaks: '变更进行中时，用户的旧权限可能重新进入缓存。', ttl: '长于用户缓存的 TTL，以便回滚的变更自行纠正' },
    'auth.version': '用户过时的缓存权限和会话不再被拒绝。',
    'auth.session': { breaks: '最多需要控制台用户重新登录。', ttl: '缓存的 TTL，或到会话结束为止（取较早者）' },
    perf: '性能页面缺少当前时段的数值，直到写入数据库。',
    'channel-affinity': { breaks: '会话可能切换到其他渠道，上游提示词缓存无法命中，费用增加。', ttl: '规则的 TTL' },
    'channel-affinity.stats': '粘性路由的提示词缓存命中页面从零开始。',
    'subscription-plan': { breaks: DATABASE, ttl: 'SUBSCRIPTION_PLAN_CACHE_TTL，默认 300 s' },
    'subscription-plan.info': { breaks: DATABASE, ttl: 'SUBSCRIPTION_PLAN_INFO_CACHE_TTL，默认 120 s' },
  },
  operations: {
    conditions: {
      'model-limit': '限制模型请求，包括全部请求和成功请求',
      untrusted: '用户额度过低、不受信任，须预扣',
      'consume-log': '记录消费日志',
      'perf-metrics': '开启性能指标',
    },
    events: {
      'auth.token': '令牌',
      'auth.user': '用户',
      'model-limit.before': '按模型的请求数，调用之前',
      'model-limit.after': '按模型的请求数，成功之后',
      'quota.token': '读取令牌额度，用于预扣',
      'quota.user': '读取用户额度',
      'charge.token.life': '预扣令牌额度',
      'charge.token': '预扣令牌额度',
      'charge.user.life': '预扣用户额度',
      'charge.user': '预扣用户额度',
      'settle.token.life': '结算令牌额度',
      'settle.token': '结算令牌额度',
      'settle.user.life': '结算用户额度',
      'settle.user': '结算用户额度',
      'consume-log': '用户设置，用于日志',
      'perf-metrics': '模型性能，七个字段',
    },
    notes: { 'model-limit': '默认关闭。' },
    figures: {
      relay: '一次中转调用，实发命令和脚本内命令',
      'relay.trusted': '同上，受信任的用户',
      'address-limit': '一次控制台调用，未达到地址上限',
      'address-limit.full': '同上，List 已满且最早的元素在窗口之外',
      'address-limit.denied': '同上，被拒绝',
    },
  },
  signs: { 'token:* is a hash': 'token:* 是 Hash' },
  usageElsewhere: '用量存于 New API 的 SQL 数据库（logs 和 quota_data 表）：Redis 只有限流器和缓存。',
};
