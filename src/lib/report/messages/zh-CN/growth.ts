import { formatBytes } from '../../../format/bytes.js';
import { formatCount } from '../../../format/number.js';
import type { GrowthMessages } from '../growth.js';
import { report } from './growth-report.js';

export const growth: GrowthMessages = {
  report,
  kinds: { periods: '趋稳', expiring: '会过期', permanent: '永久' },
  notes: {
    'needs-history': ({ families, keys, bytes }) =>
      `一次审计看不出 ${formatCount(families)} 个无时段键族的增长（${formatCount(keys)} 个键${bytes === null ? '' : `，${formatBytes(bytes)}`}），按现状计。需要历史记录：meter audit --history FILE`,
    skipped: ({ lines }) => `文件中有 ${formatCount(lines)} 行不是记录，已略过。`,
    'other-sizes': ({ records }) => `${formatCount(records)} 次审计的大小来源或 Redis 与最新一次不同，未计入。`,
    short: ({ days, forecast }) => `历史记录只有 ${formatCount(Math.round(days))} 天，预测期为 ${forecast} 天：区间较宽。`,
    'sizes-unknown': () => '部分键的大小未知，不预测内存。',
    'no-commands': () => 'Redis 处理的命令数未知：Redis 未报告，或刚刚启动。',
    evicts: ({ policy }) => `策略为 ${policy} 时，达到 maxmemory 后 Redis 会淘汰键。`,
  },
  fromHistory: (audits, span, first, last) => `${span} 内的 ${formatCount(audits)} 次审计，${first} 到 ${last}`,
  fromAudit: (at) => `一次审计，${at}：依据最近已结束时段的写入量`,
  days: (days) => `${formatCount(days)} 天后`,
  reached: {
    'no-limit': '没有已知上限',
    now: '已达到',
    between: (from, to) => `${from} 到 ${to} 之间达到`,
    from: (from, horizonDays) => `${from} 之前不会达到；${horizonDays} 天内也未必`,
    never: '按此速度不会达到',
    'not-before': (at) => `${at} 之前不会达到`,
  },
  memory: (used, maxmemory, policy) =>
    `已用 ${used}${maxmemory === null ? '，没有上限' : maxmemory === undefined ? '' : ` / ${maxmemory}`}${policy === null ? '' : `，${policy}`}`,
  there: '已达到',
  inDays: (days) => `${formatCount(days)} 天`,
  summary: ({ days, keys, memory, reached }) =>
    `${formatCount(days)} 天后：${keys}${memory === null ? '' : `，${memory}`}${reached === null ? '' : `；maxmemory ${reached}`}。`,
  legend: '有 TTL 和时段的键增长到一个 TTL 内的写入量后保持不变。区间：趋势和离散度的 95%。',
};
