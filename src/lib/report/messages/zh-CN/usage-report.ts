import { formatCount } from '../../../format/number.js';
import type { By } from '../../../usage/model.js';
import { periodEnds } from '../../usage/periods.js';
import type { UsageReportMessages } from '../en/usage-report.js';
import { joined, listed } from './figures.js';

const PERIODS: Readonly<Record<string, string>> = {
  minute: '分钟',
  hour: '小时',
  day: '日期',
  week: '周',
  month: '月',
  period: '时段',
};

/** After 按. */
const CUTS: Readonly<Record<string, string>> = { minute: '分钟', hour: '小时', day: '天', week: '周', month: '月' };

const WEEKDAYS: Readonly<Record<string, string>> = {
  monday: '周一',
  tuesday: '周二',
  wednesday: '周三',
  thursday: '周四',
  friday: '周五',
  saturday: '周六',
  sunday: '周日',
};

type Named = Pick<By, 'word' | 'kind' | 'title' | 'titles'>;

const titles = (by: readonly Named[]): string =>
  by.map(({ word, title }) => CUTS[word] ?? title).reduce((text, one) => (text === '' ? one : joined(text, '和', one)), '');

export const report: UsageReportMessages = {
  title: '用量',
  labels: { clock: '时钟', period: '时段' },
  heads: { share: '占比', by: ({ word, title }) => PERIODS[word] ?? title },
  by: titles,
  period: (row) => {
    const ends = periodEnds(row);
    return ends === null ? (row.running ? '全部时间' : row.label) : ends.join(' 到 ');
  },
  before: '上期',
  metricBefore: (title) => joined('上期', title),
  ofBefore: (before) => joined('相当于', before),
  range: ({ period, isRunning, before, weekStart }) =>
    `${period}${isRunning ? '，尚未结束' : ''}${before === '' ? '' : joined('，对比', before)}；` +
    `按该时钟 00:00 划分日期${weekStart === '' ? '' : `，一周从${WEEKDAYS[weekStart] ?? weekStart}开始`}，一月从 1 日开始`,
  tables: {
    now: '至今',
    nowRemark: (zone) => `对比前一整天和前一整月；按 ${zone} 的 00:00 划分日期`,
    largest: (entity, period) => joined(period, '的', entity?.titles ?? ''),
    modelsRemark: 'meter usage --by model 另列费用',
    days: '按天',
    usage: (by) => (by.length === 0 ? '用量' : joined('按', titles(by), '的用量')),
    totals: '合计',
    chart: (metric, by) => joined('按', titles(by), '的', metric),
    largestLines: (period, shown, all) => `${period}，${formatCount(all)} 条线中最大的 ${formatCount(shown)} 条`,
  },
  perMinute: (means) => joined('每分钟', listed(means.map(({ mean, metric }) => joined(metric, ' ', mean)))),
  rest: (rows) => `其余 ${formatCount(rows)} 行`,
  others: (rows) => `其余 ${formatCount(rows)} 个`,
  total: '合计',
  none: '没有用量。',
  nothingAsked: '没有要显示的内容。',
  figure: (_metric, title, text) => `${title} ${text}`,
  summary: ({ isPartial, period, isRunning, figures, of, most }) =>
    `${isPartial ? '报告不完整：' : ''}${joined(period, isRunning ? '至今' : '')}：${figures.join('，')}` +
    `${of === null ? '' : joined(`，共 ${formatCount(of.count)} 个`, of.entity.title)}` +
    `${most === null ? '' : `；最多：${most.label}，${most.figure}`}。`,
};
