import { formatCount } from '../../../format/number.js';
import type { GrowthReportMessages } from '../en/growth-report.js';

export const report: GrowthReportMessages = {
  title: '增长',
  labels: { profile: '画像', from: '来源', memory: '内存' },
  tables: { forecast: '预测', families: '键族', points: '审计', memory: '已用内存', keys: '键数' },
  lines: { memory: '已用内存', keys: '键数' },
  heads: {
    date: '日期',
    keys: '键数',
    usedMemory: '已用内存',
    data: '数据',
    commands: '命令/天',
    range: '区间',
    family: '键族',
    kind: '类别',
    now: '目前',
    perDay: '每天',
    level: '稳定于',
    levelIn: '所需',
    bytes: '大小',
    at: '时间',
  },
  now: '目前',
  range: (low, high) => `${low} 到 ${high}`,
  within: (text, range) => `${text}（${range}）`,
  keys: (count) => `${formatCount(count)} 个键`,
  largestFirst: (families) => `${families} 个，变化最大的在前`,
  rest: (families) => `其余 ${formatCount(families)} 个键族`,
  none: '没有键',
};
