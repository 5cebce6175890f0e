import type { ProfileTexts } from '../../../texts.js';

const DOCUMENT = '关于 Redis 命令激增的文档；任何版本和读过源码的 fork 中都没有';

export const switches: NonNullable<ProfileTexts['switches']> = {
  ENABLE_HOURLY_STATS: {
    title: '小时级统计',
    breaks: '小时趋势为空，账户列表不显示会话窗口用量。',
    dark: ['小时使用趋势', 'API Key 小时趋势', '账户小时趋势', '账户列表的会话窗口'],
    from: DOCUMENT,
  },
  ENABLE_MINUTE_STATS: {
    title: '分钟级指标',
    breaks: '仪表板不显示每分钟请求数和 Token 数。',
    dark: ['仪表板的实时数据'],
    from: DOCUMENT,
  },
  ENABLE_MODEL_STATS: {
    title: '按模型统计',
    breaks: 'Claude Console 和 CCR 账户的每日额度限制失效，周费用限制和费用无法重新计算。',
    dark: [
      '模型统计',
      '使用费用',
      '使用趋势的费用线',
      'API Key 趋势',
      '账户趋势',
      '账户 30 天历史',
      '多个 API Key 的统计',
      'API Key 的模型统计',
    ],
    from: DOCUMENT,
  },
  ENABLE_DETAILED_CACHE_STATS: {
    title: '缓存 Token 的 5 分钟与 1 小时明细',
    otherReading: '缓存 Token 的所有字段',
    breaks: '无法得知有多少 Token 缓存了 1 小时。',
    dark: ['缓存 Token 的时长明细'],
    from: DOCUMENT,
  },
  ENABLE_USAGE_STATISTICS: {
    title: '全部请求记录',
    breaks: '不再记录费用，所有 API Key 的费用限制随之失效，也无法计费。',
    dark: ['仪表板', '所有趋势', '模型统计', '使用费用', 'API Key 和账户列表的用量', '使用记录'],
    from: '1.1.183 的 fork',
  },
  BILLING_EVENTS_ENABLED: {
    title: '计费事件流',
    breaks: '读取该 Stream 的计费系统收不到数据；应用自身不读取。',
    from: '1.1.314 的源码',
  },
  ACCOUNT_TEST_SCHEDULER_ENABLED: {
    title: '账户的定时测试',
    breaks: '不再按计划测试账户。',
    from: '1.1.314 的 src/app.js；没有请求的中转服务上，关闭后每分钟 16 次 SCAN，开启时为 117 次',
  },
  RATE_LIMIT_CLEANUP_INTERVAL: {
    title: '检查账户限流是否结束的间隔（分钟）',
    breaks: '限流已结束的账户在此任务下次运行前仍不可用。',
    from: '1.1.183 的 fork 及其文档；应用中间隔固定为 5 分钟',
  },
  TOKEN_REFRESH_INTERVAL: {
    title: '刷新账户令牌的间隔（分钟）',
    breaks: '账户令牌更新变晚；该任务的开销从未实测。',
    from: '1.1.183 的 fork 及其文档',
  },
  CLEANUP_INTERVAL: {
    title: '清理旧统计和会话的间隔（毫秒）',
    breaks: '没有 TTL 的旧键保留到下次清理。',
    from: '应用的 config/config.example.js',
  },
  USAGE_RECORDS_MAX: {
    title: '每个 API Key 保留的请求记录数',
    breaks: 'API Key 的请求记录变短；节省内存，不减少命令。',
    dark: ['较早的使用记录'],
    from: DOCUMENT,
  },
};
