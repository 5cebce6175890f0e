import { formatCount } from '../../../format/number.js';
import type { LimitsReportMessages } from '../en/limits-report.js';
import { percent as percentText } from './figures.js';

const limits = (count: number): string => `${formatCount(count)} 个限制`;

const WORDS: Readonly<Record<string, string>> = {
  key: 'API Key',
  account: '账户',
  model: '模型',
  user: '用户',
  owner: '对象',
  address: '地址',
  session: '会话',
  queue: '队列',
  provider: '服务商',
  limited: '对象',
  member: '成员',
};

export const report: LimitsReportMessages = {
  title: '限制',
  labels: { clock: '时钟', near: '接近', unlimited: '不限' },
  heads: {
    owner: '对象',
    limit: '限制项',
    used: '已用',
    allowed: '上限',
    share: '用量%',
    remaining: '剩余',
    resets: '重置时间',
    reached: '预计触顶',
    by: '执行方',
    kind: '类别',
    why: '原因',
    since: '起始',
    where: '位置',
  },
  tables: { limits: '限制', closed: '一律拒绝', unreadable: '未知', kinds: '执行什么、由谁执行' },
  nearestFirst: '最接近的在前',
  further: (count) => `另有 ${limits(count)}较远`,
  rest: (count) => `其余 ${limits(count)}`,
  more: (count) => `另有 ${formatCount(count)} 项`,
  none: '没有设置任何上限。',
  noneSoNear: '没有如此接近上限的对象。',
  closedOwner: (owner, why) => `${owner}（${why}）`,
  word: (word) => WORDS[word] ?? word,
  no: (word) => `无${/^[!-~]/.test(WORDS[word] ?? word) ? ' ' : ''}${WORDS[word] ?? word}`,
  deleted: (id) => `${id}（已删除）`,
  now: '已达到',
  refusedNow: '已拒绝',
  nobody: '无',
  kind: (enforced, where) => `${enforced}${where}`,
  partial: '报告不完整：',
  reached: (reached, all, owner, limit) =>
    `${limits(all)}中有 ${formatCount(reached)} 个已达到：${owner}，${limit}${reached > 1 ? ' 等' : ''}。`,
  notSet: '没有设置任何上限。',
  noneOf: (all) => `${limits(all)}都没有如此接近。`,
  nearest: (all, owner, limit, percent) => `${limits(all)}都未达到；最接近：${owner}，${limit}，${percentText(percent)}。`,
};
