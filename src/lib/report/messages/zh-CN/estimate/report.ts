import { formatMoney } from '../../../../format/money.js';
import { formatCount } from '../../../../format/number.js';
import type { WorkloadCount } from '../../../../profile/operations.js';
import type { EstimateReportMessages } from '../../en/estimate/report.js';
import { joined, listed } from '../figures.js';

const COUNTS: Readonly<Record<WorkloadCount, string>> = {
  apiKeys: '个 API Key',
  accounts: '个账户',
  models: '个模型',
  queues: '个队列',
  workers: '个 worker',
};

const UNITS = { requests: '次请求', jobs: '个作业', checks: '次检查' } as const;

const ENTITIES: Readonly<Record<string, string>> = {
  'api-key': '按 API Key',
  account: '按账户',
  model: '按模型',
  user: '按用户',
  queue: '按队列',
};

const GRAINS: Readonly<Record<string, string>> = {
  none: '非统计',
  total: '累计',
  month: '按月',
  week: '按周',
  day: '按天',
  hour: '按小时',
  minute: '按分钟',
};

const TRANSPORTS: Readonly<Record<string, string>> = {
  pipeline: '一个 pipeline',
  parallel: '逐条命令，同时发送',
  sequence: '逐条命令，依次发送',
  transaction: '一个事务',
  script: '一个脚本',
};

const EVIDENCE: Readonly<Record<string, string>> = { measured: '实测', read: '源码', documented: '文档' };

type EffortText = ReturnType<EstimateReportMessages['scenarios']['effort']>;

const EFFORTS: Readonly<Record<string, EffortText>> = {
  none: { short: '', whole: '无需更改。' },
  settings: { short: '设置', whole: '只需设置。' },
  'settings-if-read': { short: '设置，若读取', whole: '需要设置；应用是否全部读取未知。' },
  'settings not read': { short: '代码和设置', whole: '修改应用使其读取后，再设置。' },
  code: { short: '改代码', whole: '需修改应用。' },
  'much code': { short: '大改代码', whole: '需大幅修改应用。' },
  keys: { short: '清理、迁移', whole: '用 meter prune 和 meter migrate 完成。' },
  plan: { short: '换套餐', whole: '更换服务商的套餐。' },
};

const TOO_MUCH: Readonly<Record<string, string>> = { data: '数据', traffic: '流量' };

const DOCUMENT_FIGURES: Readonly<Record<string, string>> = {
  total: '每天的命令，现状',
  switches: '每天的命令，四个开关关闭',
  statistics: '每天的命令，关闭统计',
};

export const report: EstimateReportMessages = {
  title: '估算',
  labels: {
    load: '负载',
    data: '数据',
    shares: '占比',
    deployed: '已部署',
    tried: '试算',
    request: '每次请求',
    day: '每天',
    month: '每月',
    billed: '计费',
    prices: '价格',
    free: '不计费',
  },
  head: {
    perDay: (load, unit) => `每天 ${load} ${UNITS[unit]}`,
    count: (what, count) => `${formatCount(count)} ${COUNTS[what]}`,
    keys: (keys) => (keys === null ? '键数未知' : `${formatCount(keys)} 个键`),
    assumed: (counts) => joined('假定 ', listed(counts)),
    shares: (shares) => joined('占请求的比例：', shares),
    keysFrom: (from, adviseCounts) => joined('键数取自', from, adviseCounts ? '；用 meter advise 统计其他数量' : ''),
    countedIn: (from, size) => joined('由', from, '得出', size === null ? '' : `，${size}`),
    sent: (commands) => `实发命令 ${commands}`,
    trips: (trips) => `往返 ${trips}`,
    billable: (commands, unit) => (unit === 'ECPU' ? `ECPU ${commands}` : `计费命令 ${commands}`),
    traffic: (size, days) => `${days} 天流量约 ${size}`,
  },
  traffic: {
    title: '流量',
    remark: '不含 TLS 的 RESP，推算',
    ways: (both, sent, received) => `${both}：发送 ${sent}，接收 ${received}`,
  },
  recommendation: '建议',
  total: '合计',
  none: '-',
  rest: {
    plans: (count) => `其余 ${formatCount(count)} 个套餐`,
    commands: (count) => `其余 ${formatCount(count)} 条命令`,
    needCode: (count) => `${formatCount(count)} 个需修改应用的方案`,
  },
  scenarios: {
    title: '方案',
    remark: '各自单独计算；一个月按 30 天',
    heads: {
      remedy: '方案',
      takes: '需要',
      sent: '发送/天',
      jobs: '其中任务',
      trips: '往返/天',
      billed: '计费/天',
      change: '变化',
      month: '月费',
      plan: '最省套餐',
    },
    effort: (effort) => EFFORTS[effort] ?? { short: effort, whole: `${effort}。` },
    noPlan: '无',
    planAt: (plan, dollars) => `${plan}，${formatMoney(dollars)}`,
    losses: '每个方案需要什么、失去什么',
    joined: (sentences) => sentences.reduce((text, one) => joined(text, one), ''),
    sameBill: '脚本内的命令仍逐条计费，账单不变。',
    nothingLost: '不丢失任何数据。',
    noRemedy: '没有已知的方案。',
  },
  billing: {
    title: '费用',
    remark: (provider) => `${provider}，美元/月（30 天），按此负载`,
    heads: { provider: '服务商', plan: '套餐', month: '月费', fits: '可承载', quota: '配额可用', note: '说明' },
    fits: '可以',
    tooMuch: (what) => `不行：${TOO_MUCH[what ?? ''] ?? '命令'}超量`,
    rules: '如何计费',
    of: (provider, text) => `${provider}：${text}`,
    prices: (provider, asOf, source) => joined(`${provider}：${asOf === null ? '日期未知' : `${asOf} 的价格`}，`, source),
    free: (providers) => `${listed(providers)} 不按命令计费，价格取决于规格。`,
  },
  breakEven: {
    title: '固定套餐从何时起更省',
    remark: '与按命令付费相比；不含存储和流量',
    heads: { plan: '套餐', metered: '对比套餐', billable: '计费/天', requests: '请求/天' },
    never: '从不',
    always: '始终',
  },
  sources: {
    title: '命令来源',
    remark: '每次请求和每天',
    heads: {
      source: '来源',
      sent: '发送',
      trips: '往返',
      billed: '计费',
      sentPerDay: '发送/天',
      tripsPerDay: '往返/天',
      billedPerDay: '计费/天',
      document: '文档值',
      documentPerDay: '文档值/天',
      share: '占比',
    },
    note: (document) => `文档值：${document} 对同一负载给出的数值`,
  },
  families: { title: '键族', remark: (count) => `${formatCount(count)} 个，按每天命令数`, head: '键族' },
  groups: {
    title: '按粒度和维度',
    overlap: '各维度之间、维度与粒度之间有重叠',
    kinds: { grain: '粒度', entity: '维度' },
    grain: (id) => GRAINS[id] ?? id,
    entity: (id) => ENTITIES[id] ?? id,
  },
  switches: {
    title: '每个开关能省多少',
    remark: '前提是应用读取它；从全部开启算起',
    heads: {
      switch: '开关',
      alone: '单独',
      inAddition: '叠加',
      remaining: '剩余',
      alonePerDay: '单独/天',
      inAdditionPerDay: '叠加/天',
      read: '应用读取',
    },
    otherReading: (title) => joined('  或', title),
    note: '开关之间有重叠：两个开关可能停掉同一条命令。「单独」一列不能相加；「叠加」按上面各开关已关闭计算，可以相加。「剩余」是此后每次请求仍发送的命令。',
  },
  figures: {
    title: '实测值和文档值',
    remark: '对比本次估算对同一场景的推算',
    heads: { case: '场景', found: '实测', computed: '推算', how: '来源' },
    how: (evidence, unexplained) => `${EVIDENCE[evidence] ?? evidence}${unexplained === 0 ? '' : `，${unexplained} 条未解释`}`,
    ofDocument: (id, title) => joined('文档：', DOCUMENT_FIGURES[id] ?? title),
    note: (document) => `文档：${document}，按其自己的示例（每天 3,000 次请求）；推算：其各部分之和`,
  },
  releases: {
    title: '各版本记录一次请求的命令',
    remark: '按 Redis 的计数',
    heads: { releases: '版本', recorded: '合计写入' },
    range: (from, to) => (to === null ? `${from} 起` : to === from ? from : `${from} 到 ${to}`),
    document: '文档值',
  },
  explain: {
    title: (subject) => joined(subject, '的命令'),
    remark: (perRequest, perDay) => `每次请求 ${perRequest} 条，每天 ${formatCount(perDay)} 条`,
    heads: { event: '事件', command: '命令', key: '键', count: '条数', times: '次数', sent: '发送', sentPerDay: '发送/天' },
    note: '次数：事件随一次请求发生的平均次数',
    nothing: '此负载下没有命令。',
    inScript: '脚本内',
    timesPerDay: (times) => `每天 ${formatCount(times)} 次`,
    events: '事件',
    // Sources of figures are cited in English, and JSON has them.
    event: ({ title, transport, evidence }) =>
      joined(title, `；发送方式：${TRANSPORTS[transport] ?? transport}。依据：${EVIDENCE[evidence] ?? evidence}。`),
    noEvent: '没有事件为其发送命令。',
    summary: (subject, perRequest, perDay) => `${subject}：每次请求 ${perRequest} 条命令，每天 ${formatCount(perDay)} 条。`,
  },
  summary: {
    free: (perDay, isLeast, provider) =>
      joined(`每天${isLeast ? '至少' : ''} ${formatCount(perDay)} 条命令。`, provider, '不按命令计费。'),
    billed: ({ perDay, isLeast, dollars, cheapest }) =>
      `每天${isLeast ? '至少' : ''} ${formatCount(perDay)} 条命令` +
      `${dollars === null ? '' : `，按命令计费 ${formatMoney(dollars)}/月`}` +
      `${dollars === null || cheapest === null ? '' : `；套餐 ${cheapest.plan} 为 ${formatMoney(cheapest.dollars)}`}。`,
  },
};
