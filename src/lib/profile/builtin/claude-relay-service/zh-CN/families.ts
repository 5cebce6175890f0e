import type { ProfileTexts } from '../../../texts.js';

type Families = ProfileTexts['families'];

const ACCOUNT_KINDS = [
  'claude',
  'claude-console',
  'ccr',
  'openai-responses',
  'openai',
  'azure-openai',
  'gemini',
  'gemini-api',
  'droid',
  'bedrock',
] as const;

const KEY_LIST = 'API Key 列表的排序和筛选会出错，直到索引重建（删除 apikey:index:version 后重启）。';
const CONVERSATION = '会话可能切换到其他账户，上游提示词缓存无法命中，费用增加。';
const STICKY = { breaks: CONVERSATION, ttl: 'STICKY_SESSION_TTL_HOURS，默认 1 小时' };
const WINDOW = '该 API Key 自身的限流窗口；窗口在请求期间结束时，计数器会失去 TTL';
const WINDOW_OVER = '已结束的窗口不再计数，下个窗口会重置计数器';
const UNAVAILABLE = {
  breaks: '故障账户会过早重新启用。',
  ttl: '按故障类型为 60 到 1,800 s，除非另行配置；或取账户应答中的时间，1.1.311 起最多 1,800 s，此前可达数天',
};
const QUOTA_TODAY = 'Claude Console 和 CCR 账户的每日额度，按当天数据执行';

const list = (of: string, readBy: string): string => `${readBy}所用的${of}列表；没有它时读取方会扫描所有键。`;
const empty = (readBy: string): string => `无影响，只是读取${readBy}时会再扫描一次所有键。`;

const usage: Families = {
  'usage.total': '仪表板、API Key 列表、公开统计页和用户页面的累计值；全系统累计值无法重建。',
  'usage.daily': {
    breaks: '仪表板的当日数据、按天的使用趋势、API Key 列表和各 API Key 的趋势。',
    reader: '仪表板和 API Key 列表的当日数据',
  },
  'usage.monthly': 'API Key 列表和公开统计页的月度数据；历史数据丢失。',
  'usage.hourly': '小时使用趋势和各 API Key 的小时趋势。',
  'usage.records': {
    breaks: '单次请求页面，以及 API Key 和账户的请求历史。',
    growth: '每个 API Key 最近 200 次请求，每条 640 到 1,000 字节：单个 API Key 占用内存最多的部分',
  },
  'key-model.daily': {
    breaks: 'API Key 的模型统计及其按天趋势的费用线；这些天的费用无法重新计算。',
    reader: '周限制的回填（读取最近 8 天）和启动时的费用重算',
  },
  'key-model.monthly': { breaks: 'API Key 的每月模型统计和公开统计页。', reader: '启动时的首次费用计算' },
  'key-model.hourly': 'API Key 小时趋势的费用线。',
  'key-model.alltime': '累计的模型表和费用，以及 API Key 列表的模型筛选。',
  'model.daily': '模型统计、今日和最近 7 天的使用费用、按天趋势的费用线。',
  'model.monthly': '每月模型统计、当月和累计的使用费用；全系统累计值无法重建。',
  'model.hourly': '小时使用趋势的费用线。',
  'global.total': '仪表板的累计值。',
  'global.daily': '仪表板的全系统每日合计。',
  'global.monthly': '全系统每月合计。',
  'metrics.minute': {
    breaks: '仪表板的每分钟请求数和 Token 数。',
    ttl: 'METRICS_WINDOW 分钟的两倍，默认 600 s',
    leak: '1.1.262 及之前，TTL 由 config.example.js 中没有的设置计算，EXPIRE 被拒绝',
  },
};

const LISTED: readonly (readonly [family: string, of: string, readBy: string, reader?: string])[] = [
  ['index.usage.daily', ' API Key ', '仪表板和按天趋势'],
  ['index.usage.hourly', ' API Key ', '小时趋势'],
  ['index.model.daily', '模型', '模型统计和费用页面'],
  ['index.model.hourly', '模型', '小时趋势'],
  ['index.model.monthly', '模型', '每月和累计费用页面'],
  ['index.model.months', '月份', '累计费用页面'],
  ['index.key-model.daily', ' {keyId}:{model} ', 'API Key 的按天趋势和模型统计'],
  ['index.key-model.hourly', ' {keyId}:{model} ', 'API Key 的小时趋势'],
  ['index.account-usage.daily', '账户', '账户按天趋势'],
  ['index.account-usage.hourly', '账户', '账户小时趋势'],
  ['index.account-usage.model.daily', ' {accountId}:{model} ', '账户每日费用', QUOTA_TODAY],
  ['index.account-usage.model.hourly', ' {accountId}:{model} ', '账户小时趋势'],
];

const spaced = (text: string): string => (/^[!-~]/.test(text) ? ` ${text}` : text);

const indexes: Families = Object.fromEntries(
  LISTED.flatMap(([family, of, readBy, reader]) => [
    [family, reader === undefined ? list(of, readBy) : { breaks: list(of, readBy), reader }],
    [`${family}.empty`, empty(spaced(readBy))],
  ]),
);

const costs: Families = {
  'cost.daily': {
    breaks: 'API Key 的每日费用限制失效；更早的日期：API Key 列表的费用，以及 7 天和 30 天排行。',
    reader: '每日费用限制的检查',
  },
  'cost.monthly': 'API Key 列表和统计中的每月费用。',
  'cost.hourly': { breaks: '无影响：没有页面读取已结束的小时。', reader: 'API Key 的费用统计，要返回当前小时' },
  'cost.total': 'API Key 的总费用限制失效；API Key 列表和累计排行不显示费用。',
  'cost.real.daily': 'API Key 详情中的每日官方费用。',
  'cost.real.total': 'API Key 详情中的官方费用。',
  'opus.weekly': { breaks: 'API Key 的 Claude 周费用限制失效。', reader: '周费用限制的检查' },
  'opus.total': 'API Key 详情中的 Claude 累计费用。',
  'opus.real.weekly': 'API Key 详情中的 Claude 每周官方费用。',
  'opus.real.total': 'API Key 详情中的 Claude 累计官方费用。',
  'cost-rank': 'API Key 列表暂时无法按费用排序，直到排行重建（10 分钟到 2 小时）。',
  'cost-rank.temp': {
    breaks: '无影响：生成排行时崩溃遗留的键。',
    ttl: '排行生成后重命名或删除；只有崩溃才会遗留，且没有 TTL',
  },
  'cost-rank.meta': '排行的状态，直到重建。',
  'cost-rank.lock': '两个进程可能同时生成同一排行。',
  'weekly-backfill.done': '周费用回填会再执行一次，并覆盖当前周。',
  'weekly-backfill.lock': '两个进程可能同时执行周费用回填。',
  'billing.events': {
    breaks: '外部计费系统尚未读取的事件（XINFO GROUPS billing:events 为空时没有）。',
    growth: '每个事件约 930 字节，存满约 93 MB；设 BILLING_EVENTS_ENABLED=false 可停止写入',
  },
};

const accountUsage: Families = {
  'account-usage.total': '账户列表的累计值和平均值。',
  'account-usage.daily': '账户列表的当日数据、账户按天趋势和账户 30 天历史。',
  'account-usage.monthly': '账户列表的月度数据。',
  'account-usage.hourly': { breaks: '账户小时趋势。', reader: 'Claude 账户 5 小时会话窗口显示的用量和费用' },
  'account-usage.model.daily': { breaks: '账户的每日费用和 30 天历史。', reader: QUOTA_TODAY },
  'account-usage.model.monthly': { breaks: '账户余额的估算。', reader: '账户余额的估算' },
  'account-usage.model.hourly': {
    breaks: '账户小时趋势的费用线。',
    reader: '账户趋势的费用线，覆盖 account_usage:hourly 保留的小时',
  },
};

const apiKeys: Families = {
  'api-key': { breaks: 'API Key 失效，其用量不再有归属。', ttl: 'API Key 一年未使用即过期' },
  'api-key.hash-map': '所有 API Key 都不被接受：每次请求都在此查找。',
  'api-key.hash': '只有这一旧查找方式才认得的 API Key 失效。',
  'index.api-key.created': KEY_LIST,
  'index.api-key.used': KEY_LIST,
  'index.api-key.name': KEY_LIST,
  'index.api-key.all': KEY_LIST,
  'index.api-key.active': KEY_LIST,
  'index.api-key.deleted': KEY_LIST,
  'index.api-key.tags': KEY_LIST,
  'index.api-key.tag': KEY_LIST,
  'index.api-key.version': '下次启动时重建所有 API Key 索引。',
  'index.api-key.temp': '一次正在执行的 API Key 列表查询。',
};

const accounts: Families = {
  ...Object.fromEntries(
    ACCOUNT_KINDS.flatMap((kind) => [
      [`account.${kind}`, '上游账户及其凭据丢失，其用量不再有归属。'],
      [`index.account.${kind}`, '改为扫描所有键来查找此类账户。'],
      [`index.account.${kind}.empty`, '无影响，只是列出此类账户时会再扫描一次所有键。'],
    ]),
  ),
  'account.claude.legacy': '很旧版本的账户，调度请求时仍会查找。',
  'account.openai.legacy': '很旧版本的账户，调度请求时仍会查找。',
  'account.bedrock.stray': '无影响：账户本身用另一个键名，没有任何一方读取此键。',
  'account.shared': '此类账户不再属于共享池。',
  'account-group.all': '分组列表为空。',
  'account-group': '分组丢失；绑定到它的 API Key 找不到账户。',
  'account-group.members': '分组内没有账户。',
  'account-group.reverse': '无法由账户找到其分组。',
  'account-group.reverse-migrated': '下次启动时重建一次分组的反向索引。',
};

const settings: Families = {
  'settings.relay': '客户端、会话、排队和请求明细的开关恢复默认值。',
  'settings.service-rates': '所有服务的费用按倍率 1 计算。',
  'settings.quota-card-limits': '额度卡的上限恢复默认值。',
  'settings.oem': '站点名称和图标恢复默认值。',
  'settings.webhook': '不再发送通知。',
  'settings.balance-script': '查询账户余额的脚本丢失。',
  'migration.version': '下次启动时重新执行迁移。',
  'migration.usage-index': '下次启动时重建使用统计的索引集合，并带上成员 index。',
  'migration.alltime-models': '下次启动时重建模型的累计统计。',
};

const users: Families = {
  user: '用户丢失；其 API Key 没有归属。',
  'user.name': '用户无法登录。',
  'index.user': '改为扫描所有键来查找用户。',
  'index.user.empty': '无影响，只是列出用户时会再扫描一次所有键。',
  'quota-card': '额度卡既不能兑换也无法核对。',
  'quota-card.code': '额度卡不能兑换。',
  'quota-card.all': '额度卡列表为空。',
  'quota-card.by-status': '额度卡列表无法按状态筛选。',
  redemption: '已兑换额度卡的财务记录丢失。',
  'redemption.all': '已兑换额度卡的列表为空。',
  'redemption.by-user': '用户看不到已兑换的额度卡。',
  'redemption.by-key': '无法由 API Key 找到为其兑换的额度卡。',
};

const sessions: Families = {
  'session.admin-credentials': {
    breaks: '只要 data/init.json 存在就无影响：下次登录从中加载凭据。没有该文件则无人能登录。',
    ttl: '每次启动时设置；过期后由登录从 data/init.json 重建，没有 TTL',
  },
  'session.admin': { breaks: '管理员被登出。', secretInName: '管理员会话令牌' },
  'session.user': { breaks: '用户被登出。', secretInName: '用户会话令牌' },
  'session.oauth': '正在进行的 OAuth 登录失败。',
  'session.oauth-account': '正在进行的 OAuth 登录失败。',
};

const limiters: Families = {
  'limiter.login': '该地址可重新尝试用户密码。',
  'limiter.login-strict': '尝试过多的地址可重新尝试。',
  'limiter.redeem-failures': '该地址可重新尝试额度卡兑换码。',
  'limiter.redeem': '该地址可重新兑换额度卡。',
  'rate-limit.window': { breaks: '该 API Key 的限流窗口重新开始。', ttl: '该 API Key 自身的限流窗口' },
  'rate-limit.requests': { breaks: '该 API Key 在当前时间窗口内可再用一遍请求上限。', ttl: WINDOW, leak: WINDOW_OVER },
  'rate-limit.tokens': { breaks: '该 API Key 在当前时间窗口内可再用一遍 Token 上限。', ttl: WINDOW, leak: WINDOW_OVER },
  'rate-limit.cost': { breaks: '该 API Key 在当前时间窗口内可再用一遍费用上限。', ttl: WINDOW, leak: WINDOW_OVER },
  'message-queue.lock': { breaks: '同一账户可能同时发送两条消息。', ttl: '消息队列的锁定时间' },
  'message-queue.last': '下一条消息发送时缺少应有的间隔。',
  'lock.token-refresh': '两个进程可能同时刷新账户令牌，其中一个得到无效令牌。',
  'lock.account-recovery': '两个进程可能同时恢复一个账户。',
  'concurrency.key': {
    breaks: '进行中的请求不再计数，该 API Key 可能超出并发限制。',
    ttl: '最新请求的租约再加 30 s，租约默认 300 s（config.js 可改）；被杀进程的请求在此之前一直计入',
    lift: '应用的 DELETE /admin/concurrency/{keyId}',
  },
  'concurrency.account': {
    breaks: '进行中的请求不再计数，该账户可能超出上限。',
    ttl: '最新请求的租约，600 s；被杀进程的请求在此之前一直计入',
  },
  'concurrency.queue': { breaks: '排队的请求不再计数，排队数可能超出上限。', ttl: '配置的最长等待时间再加 30 s' },
  'concurrency.queue-stats': '排队统计从零开始。',
  'concurrency.queue-waits': { breaks: '该 API Key 的等待时间重新统计。', growth: '每个 API Key 最近 500 次等待时间' },
  'concurrency.queue-waits-global': { breaks: '全系统的等待时间重新统计。', growth: '最近 2,000 次等待时间' },
};

const conversations: Families = {
  'sticky-session': STICKY,
  'sticky-session.droid': STICKY,
  'sticky-session.droid-key': STICKY,
  'session-mapping.claude': STICKY,
  'session-mapping.openai': STICKY,
  'session-mapping.gemini': STICKY,
  'session-mapping.gemini-provider': STICKY,
  'session-account.openai': CONVERSATION,
  'session-account.gemini': CONVERSATION,
  'session-account.azure-openai': CONVERSATION,
  'account-sessions.openai': CONVERSATION,
  'account-sessions.gemini': CONVERSATION,
  'session-binding': {
    breaks: '开启会话绑定时，已开始的会话会被拒绝。',
    ttl: '中转服务设置中的 sessionBindingTtlDays',
  },
};

const accountState: Families = {
  'account.unavailable': UNAVAILABLE,
  'account.unavailable.legacy': UNAVAILABLE,
  'account.overload': { breaks: '过载账户会过早重新启用。', ttl: '数分钟，由配置决定' },
  'account.errors-401': '账户被拒绝登录的次数从零计数。',
  'account.errors-5xx': '账户的服务端错误从零计数。',
  'account.error-history': {
    breaks: '账户的历史故障列表，只用于诊断。',
    growth: '最多 5,000 条，每条 2.5 KB：每个账户最多 12 MB',
  },
  'account.test-config': '账户不再按计划测试。',
  'account.test-history': '账户最近五次测试。',
  'account.last-test': '账户的下一次计划测试可能提前。',
  'account.balance': '重新查询账户余额。',
  'account.balance-local': '重新估算账户余额。',
  'client.headers': '由下一次请求重新得知客户端请求头。',
  'client.stainless-headers': '由下一次请求重新得知客户端请求头。',
  'client.user-agent': '由下一次请求重新得知客户端名称。',
  'version-check': '重新查询最新版本。',
  'request-detail': { breaks: '该请求的明细。', ttl: '设置的保留时间，默认 6 小时，最多 720 小时' },
  'index.request-detail': { breaks: '当天的请求无法列出。', ttl: '设置的保留时间再加一天' },
  'request-detail.snapshot': '一次正在执行的请求明细查询。',
};

export const families: Families = {
  ...usage,
  ...indexes,
  ...costs,
  ...accountUsage,
  ...apiKeys,
  ...accounts,
  ...settings,
  ...users,
  ...sessions,
  ...limiters,
  ...conversations,
  ...accountState,
};
