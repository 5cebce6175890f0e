import { formatCount } from '../../../format/number.js';
import { utcText } from '../../../recognise/words.js';
import { amountText } from '../../amounts.js';
import { labelText } from '../../usage/tables.js';
import type { LimitsMessages } from '../limits.js';
import { report } from './limits-report.js';
import { joined, listed, percent as percentText, someOf } from './figures.js';

const resets = (at: string): string => (at === '' ? '' : `，${at} 重置`);

const GATES: Readonly<Record<string, string>> = {
  deleted: '已删除',
  'switched off': '已停用',
  expired: '已到期',
  'not scheduled': '不参与调度',
};

export const limits: LimitsMessages = {
  report,
  gate: (id) => GATES[id] ?? id,
  near: (percent) => `已用达到 ${percentText(percent)} 的限制`,
  unlimited: (subjects) =>
    listed(
      subjects.map(({ unlimited, subjects: all, titles }) =>
        joined(`${formatCount(all)} 个`, titles, `中 ${formatCount(unlimited)} 个`),
      ),
    ),
  reasons: { text: '内容不是有效数字', refused: '键无法读取，或类型不符' },
  settable: '该上限由代码修改，管理页面中没有。',
  enforced: (by, when) => joined('由', by, `拒绝请求，${when}。`),
  nobody: '没有任何一方拒绝请求。',
  tested: {
    before: (compare) => `条件是请求前已用 ${compare} 上限`,
    counted: (compare) => `条件是计入本次请求后已用 ${compare} 上限`,
  },
  notes: {
    ignored: ({ params: { limit, field, because, subjects } }) =>
      `${limit}：因 ${because}，应用忽略 ${formatCount(subjects)} 个对象的 ${field}。`,
    'not-stored': ({ params: { limit, why } }) => `${limit}：${why}`,
    'not-enforced': ({ params: { limit, where } }) => `${limit}：${where}`,
    'assumed-release': ({ params: { limits: titles } }) =>
      `数据符合多个版本，判定方式不同：${listed(titles)}按其中最新版本显示。用 --profile NAME@VERSION 指定版本。`,
    'other-cycles': ({ params: { cycles, count } }) =>
      `${formatCount(count)} 个计费周期不以日期命名，未显示：${someOf(cycles, count)}（用 --cycle NAME 查看）。`,
    'not-carried': ({ params: { subjects, examples } }) =>
      `${formatCount(subjects)} 个对象昨天有上限、今天没有：${someOf(
        examples.map((label) => labelText(label, 'entity', 'owner', report)),
        subjects,
      )}。上限存于当天的键中，没有上限时请求全部放行。`,
    lowered: ({ params: { limit, unit, subjects, examples } }) =>
      `${limit}：应用启动时将其设得低于实际已用，显示的是实际执行的数值：${listed(
        examples.map(
          ({ subject, used, lasting }) =>
            `${labelText(subject, 'entity', 'owner', report)} ${amountText(unit, used)}（应为 ${amountText(unit, lasting)}）`,
        ),
      )}${subjects > examples.length ? `，另有 ${subjects - examples.length} 个` : ''}。`,
    'assumed-offset': ({ params: { utcOffset } }) =>
      `从数据看不出应用的 UTC 偏移，按 ${utcText(utcOffset)} 处理。用 --utc-offset 指定。`,
    'other-applications': ({ params: { names } }) => `此处还有：${listed(names)}。用 --profile NAME 查看其限制。`,
  },
  check: {
    closed: (owner, why) => `${owner}：拒绝，${why}。`,
    reached: (owner, { title, used, allowed, resets: at }) => `${owner}：拒绝，${title} ${used} / ${allowed}${resets(at)}。`,
    wouldBe: (owner, { title, used, allowed, resets: at }) =>
      `${owner}：此后将被拒绝，${title}目前 ${used} / ${allowed}${resets(at)}。`,
    unknown: (owner, count) => `${owner}：未知，${formatCount(count)} 个限制无法判定（用 meter limits 查看原因）。`,
    allowed: (owner, figures, unrelated) =>
      `${owner}：放行${figures === null ? '，没有设置上限' : `；最接近：${figures.title} ${figures.used} / ${figures.allowed}，${percentText(figures.percent)}${resets(figures.resets)}`}${unrelated ? '；没有限制统计该单位' : ''}。`,
  },
};
