import { formatCount } from '../../../format/number.js';
import type { Metric } from '../../../profile/figures.js';
import { utcText } from '../../../recognise/words.js';
import type { Missing, Value } from '../../../usage/model.js';
import { valueText } from '../../usage/figures.js';
import type { UsageMessages } from '../usage.js';
import { report } from './usage-report.js';
import { joined, listed, someOf } from './figures.js';

const METRICS: Readonly<Record<Metric, string>> = {
  requests: '请求',
  input: '输入',
  output: '输出',
  'cache-create': '缓存创建',
  'cache-read': '缓存读取',
  'cache-5m': '5 分钟缓存',
  'cache-1h': '1 小时缓存',
  tokens: 'Token',
  cost: '费用',
  'real-cost': '官方费用',
};

const REASONS: UsageMessages['reasons'] = {
  expired: (what) => `${what}：键已过期。`,
  pruned: (what) => `${what}：键已由 meter 清理（用 meter restore 恢复）。`,
  unwritten: (what) => `${what}：此版本不统计。`,
  upgraded: (what) => `${what}：升级前的版本不统计。`,
  off: (what) => `${what}：应用的开关关闭了这些统计。`,
  uncounted: (what) => `${what}：应用不统计此项。`,
  trimmed: (what) => `${what}：请求记录中已被裁剪。`,
  absent: (what) => `${what}：同期有其他键，但没有这些键。`,
};

const metricsOf = (metrics: readonly Metric[]): string =>
  metrics.length >= 7 ? '用量' : listed(metrics.map((metric) => METRICS[metric]));

const dates = ({ from, to }: Missing): string => (from === null ? '' : to === null ? `${from} 的` : `${from} 到 ${to} 的`);

const figure = (metric: Metric, value: Value): string => `${METRICS[metric]} ${valueText(metric, value)}`;

const money = (metric: Metric): boolean => metric === 'cost' || metric === 'real-cost';

/** At most two figures: if one differs, the others usually do. */
function compared(figures: readonly { metric: Metric; rows: Value; other: Value }[]): string {
  const shown = [...figures].sort((a, b) => Number(money(b.metric)) - Number(money(a.metric))).slice(0, 2);
  const more = figures.length - shown.length;
  const texts = shown.map(({ metric, rows, other }) => `${figure(metric, other)}（表中 ${valueText(metric, rows)}）`);
  return `${texts.join('，')}${more > 0 ? `，另有 ${more} 项` : ''}`;
}

export const usage: UsageMessages = {
  report,
  metrics: METRICS,
  reasons: REASONS,
  notes: {
    unknown: ({ params }) => REASONS[params.reason](joined(dates(params), metricsOf(params.metrics), '无数据')),
    incomplete: ({ params }) => REASONS[params.reason](joined(dates(params), metricsOf(params.metrics), '可能偏低')),
    'from-parts': ({ params: { periods, keys } }) =>
      `* ${listed(periods)}：缺少 ${formatCount(keys)} 个整段的键，由更短的时段相加。`,
    differs: ({ params: { against, period, titles, figures } }) => {
      switch (against) {
        case 'system': {
          const [first] = figures;
          const total = first ? figure(first.metric, first.other) : '';
          return joined(`应用自己的 ${period} 合计：${total}；已删除的`, titles, '不在表中。');
        }
        case 'exact':
          return `${period} 存储的未舍入费用与表中不同：${compared(figures)}。`;
        case 'whole':
          return `${period} 较长时段的键与表中不同：${compared(figures)}。用 meter fix-consistency 查看原因。`;
      }
    },
    'odd-values': ({ params: { keys, examples } }) => `${formatCount(keys)} 个值不是数字，未计入：${listed(examples)}。`,
    'lacking-fields': ({ params: { metrics, keys } }) =>
      joined(`${formatCount(keys)} 个键没有`, metricsOf(metrics), '：由旧版本或应用的其他部分写入。'),
    refused: ({ params: { keys } }) => `${formatCount(keys)} 个键无法读取：当前用户没有权限，或类型不符。`,
    'other-cycles': ({ params: { cycles, count } }) =>
      `${formatCount(count)} 个计费周期不以日期命名，未计入：${someOf(cycles, count)}（用 --cycle NAME 查看）。`,
    'empty-indexes': ({ params: { sets, count } }) =>
      `${formatCount(count)} 个索引集合为空：${someOf(sets, count)}。若应有用量，加 --scan 查找所有键名。`,
    'from-log': ({ params: { metrics, log, since, part } }) =>
      joined(metricsOf(metrics), `由 ${log} 中的请求相加，其中保存${part}，自 ${since.slice(0, 16).replace('T', ' ')} UTC 起。`),
    'from-lists': ({ params: { metrics, lists, kept, since } }) =>
      joined(
        metricsOf(metrics),
        `由 ${lists} 中每个 API Key 最近 ${formatCount(kept)} 个请求相加，每个请求舍入到百万分之一美元`,
        since === null ? '；没有请求被丢弃。' : `；自 ${since.slice(0, 16).replace('T', ' ')} UTC 起没有缺失。`,
      ),
    'rounded-cost': () => '此费用由逐个请求舍入到百万分之一美元后相加。',
    uncounted: ({ params: { metrics, by } }) =>
      joined('应用不', `按${by}统计`, listed(metrics.map((metric) => METRICS[metric])), '。'),
    'assumed-offset': ({ params: { utcOffset } }) =>
      `从数据看不出应用的 UTC 偏移，按 ${utcText(utcOffset)} 处理。用 --utc-offset 指定。`,
    'other-applications': ({ params: { names } }) => `此处还有：${listed(names)}。用 --profile NAME 查看其用量。`,
  },
};
