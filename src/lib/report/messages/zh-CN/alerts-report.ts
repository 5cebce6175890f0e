import { formatCount } from '../../../format/number.js';
import type { AlertsReportMessages } from '../en/alerts-report.js';
import { percent as percentText } from './figures.js';

const all = (count: number): string => `${formatCount(count)} 个限制和预算`;

export const report: AlertsReportMessages = {
  title: '告警',
  labels: { clock: '时钟', compared: '比较', at: '阈值', state: '状态', sent: '发送' },
  tables: { alerts: '告警', events: '上次查看之后新增', unknown: '未知' },
  heads: {
    owner: '对象',
    what: '限制项',
    used: '已用',
    allowed: '上限',
    share: '用量%',
    level: '级别',
    remaining: '剩余',
    resets: '重置时间',
    reached: '预计触顶',
    event: '事件',
    kind: '类别',
  },
  ofLimit: (title, thresholds) => `${title}：${thresholds}`,
  severeFirst: '最严重的在前',
  moreAlerts: (count) => `其余 ${formatCount(count)} 个告警`,
  moreEvents: (count) => `其余 ${formatCount(count)} 个事件`,
  more: (count) => `另有 ${formatCount(count)} 项`,
  noEvents: '没有。',
  partial: '报告不完整：',
  noneOf: (compared) => `${all(compared)}都未达到阈值。`,
  worst: (alerts, compared, { level, owner, limit, percent }) =>
    `${all(compared)}中有 ${formatCount(alerts)} 个告警；最严重：${level}，${owner}，${limit}，${percentText(percent)}。`,
  interrupted: '已中断，正在停止。再按 Ctrl-C 立即结束。',
};
