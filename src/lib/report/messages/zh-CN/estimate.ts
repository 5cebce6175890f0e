import { formatDecimalBytes } from '../../../format/bytes.js';
import { formatDuration } from '../../../format/duration.js';
import { sentence } from '../../../format/message.js';
import { formatMoney } from '../../../format/money.js';
import { formatCount } from '../../../format/number.js';
import type { EstimateMessages } from '../estimate.js';
import { plan, planTitle, provider, providerTitle } from './estimate/providers.js';
import { report } from './estimate/report.js';
import { joined, listed } from './figures.js';

const ifItFits = (bytes: number | null): string => (bytes === null ? '' : `，数据不超过 ${formatDecimalBytes(bytes)} 即可`);

const titles: EstimateMessages['titles'] = {
  'as-it-is': () => '现状',
  'as-deployed': () => '已部署的设置',
  tried: ({ settings }) => (settings.length > 1 ? `试算的 ${settings.length} 项设置` : settings.join('')),
  'fine-off': () => '关闭细粒度统计',
  script: () => '每次请求一个 Lua 脚本',
  buffer: ({ seconds }) => `统计每 ${seconds} s 批量写入`,
  'switch-off': ({ title }) => joined('关闭', title),
  'fewer-keys': ({ keys }) => `每减少 ${formatCount(keys)} 个键`,
  'longer-intervals': () => '延长任务间隔',
  'shorter-lists': () => '缩短 List',
  'another-plan': () => '更换套餐',
  plan: (params) => `套餐 ${params.plan}`,
};

export const estimate: EstimateMessages = {
  report,
  titles,
  losses: {
    text: ({ text }) => text,
    dark: ({ screens }) => `无数据的页面：${listed(screens)}。`,
    'jobs-not-counted': () => '任务遍历的键也会减少；这些键的数量未知，未计入：给出 --url 或 --rdb。',
    'jobs-save': ({ commands, expired, keys }) =>
      `${formatCount(keys)} 个键中有 ${formatCount(expired)} 个不再写入，过期后任务每天可省其中 ${formatCount(commands)} 条命令。`,
    pruned: () => '页面不再显示已清理的数据。',
    crash: ({ seconds }) => `崩溃或重启最多丢失 ${seconds} s 的统计，页面也滞后同样时间。`,
    'costs-at-once': () => '费用仍即时写入，限制照常生效。',
    'even-requests': () => '按请求均匀分布计算；请求集中时可省更多。',
  },
  advice: {
    'not-by-command': (params) =>
      joined(
        providerTitle(params.id, params.provider),
        '不按命令计费（',
        listed(params.plans.map(({ id, title }) => planTitle(params.id, id, title))),
        '）：减少命令可减轻负载，账单不变。',
      ),
    'no-plan': ({ provider: name }) => joined(name, '没有能承载此负载的套餐。'),
    included: (params) =>
      joined(
        params.provider,
        `的套餐 ${params.plan} 可承载此负载${ifItFits(params.bytes)}：每月 ${formatCount(params.included)} 条命令中用 ${formatCount(params.commands)} 条。无需更改。`,
      ),
    metered: (params) =>
      `${params.plan} 为 ${formatMoney(params.dollars)}/月${params.fixed === null ? '' : `，低于任何固定套餐（${formatMoney(params.fixed)}）`}：改代码最多也只能省这么多。`,
    'change-plan': (params) => {
      const within =
        params.traffic === null
          ? '，不限命令数'
          : `，含流量 ${formatDecimalBytes(params.traffic.included)}（此负载约用 ${formatDecimalBytes(params.traffic.taken)}）`;
      return `先换套餐，再改代码：${params.provider} 的 ${params.plan} 每月 ${formatMoney(params.dollars)}${within}${ifItFits(params.bytes)}；${params.metered} 则为 ${formatMoney(params.meteredDollars)}。`;
    },
    'none-cheaper': () => '以下方案都不能让任何套餐比这更便宜。',
    cheaper: ({ remedies }) =>
      `只有${listed(remedies.map((one) => `「${sentence(titles, one.title)}」（${formatMoney(one.dollars)}，${one.plan}）`))}更便宜：见 --section scenarios。`,
    quota: (params) =>
      `套餐 ${params.plan} 的 ${formatCount(params.included)} 条命令可用 ${formatDuration(params.seconds)}；` +
      `${params.requests === null ? '仅后台任务就会用完' : `够每天 ${formatCount(params.requests)} 次请求`}。`,
  },
  provider,
  plan,
};
