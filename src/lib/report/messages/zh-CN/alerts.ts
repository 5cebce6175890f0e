import type { AlertEvent, AlertsData } from '../../../alerts/model.js';
import { formatCount } from '../../../format/number.js';
import type { AlertsMessages } from '../alerts.js';
import { report } from './alerts-report.js';
import { listed, percent as percentText } from './figures.js';

const PERIODS = { day: '每日预算', week: '每周预算', month: '每月预算', total: '预算' } as const;

const LEVELS = { info: '提示', warning: '警告', critical: '严重' } as const;

const counted = ({ limits, budgets }: AlertsData['compared']): string =>
  listed([
    ...(limits > 0 || budgets === 0 ? [`${formatCount(limits)} 个限制`] : []),
    ...(budgets > 0 ? [`${formatCount(budgets)} 个预算`] : []),
  ]);

const WHY: Readonly<Record<NonNullable<AlertEvent['why']>, string>> = {
  period: '新的周期已开始',
  below: '已低于阈值',
  gone: '上限或其所属对象已不存在',
};

const endOf = ({ still, why }: Pick<AlertEvent, 'still' | 'why'>): string =>
  `${why === null ? '' : WHY[why]}${still === null ? '' : `，仍为${LEVELS[still]}`}`;

export const alerts: AlertsMessages = {
  report,
  levels: LEVELS,
  budget: (period) => PERIODS[period as keyof typeof PERIODS] ?? '预算',
  everything: '全部合计',
  thresholds: (thresholds) => listed(thresholds.map(({ percent, level }) => `${percent}% ${LEVELS[level]}`)),
  compared: (counts, { closed, underWay }) =>
    [
      counted(counts),
      ...(underWay === 0 ? [] : [`不含 ${formatCount(underWay)} 个并发限制（见 meter limits）`]),
      ...(closed === 0 ? [] : [`${formatCount(closed)} 个对象的请求全部被拒绝，未列入`]),
    ].join('；'),
  event: (event, { subject, title, used, allowed, percent, resets }) => {
    const figures = `${subject}：${title} ${used} / ${allowed}，${percentText(percent)}`;
    return event.type === 'reached'
      ? `${LEVELS[event.level]}：${figures}${resets === '' ? '' : `，${resets} 重置`}`
      : `已从${LEVELS[event.level]}恢复：${figures}（${endOf(event)}）`;
  },
  what: (event) => (event.type === 'reached' ? '达到' : `已恢复：${endOf(event)}`),
  sent: ({ sent, waiting }) => `${formatCount(sent)} 个事件${waiting === 0 ? '' : `，${formatCount(waiting)} 个等待发送`}`,
  none: '没有达到阈值的对象。',
  watching: (counts, every, state) => `每 ${every} 检查 ${counted(counts)}，状态存于 ${state}。按 Ctrl-C 结束。`,
};
