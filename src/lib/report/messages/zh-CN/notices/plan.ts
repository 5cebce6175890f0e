import type { PlanNotices } from '../../../../change/notices.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount } from '../../../../format/number.js';
import { safeText } from '../../../../format/terminal.js';
import { utcText } from '../../../../recognise/words.js';
import { joined, listed, someOf } from '../figures.js';
import { session } from './session.js';

const whichArchive = (createdAt: string | null): string => (createdAt === null ? '该归档' : `${createdAt.slice(0, 19)} 的归档`);

function rolledUp({ fine, coarse, keys, sums, added }: PlanNotices['rolled-up']): string {
  const figures = added.map(({ field, sum }) => `${safeText(field || '值')} ${sum}`);
  return [
    `${fine} → ${coarse}：${formatCount(keys)} 个键汇总为 ${formatCount(sums.all)} 个，`,
    `完整 ${formatCount(sums.complete)}，不足 ${formatCount(sums.short)}，缺少 ${formatCount(sums.missing)}`,
    figures.length === 0 ? '。' : `；合计增加：${listed(figures)}。`,
  ].join('');
}

/** Simulated: a limit of 100 in a minute, 200 draws, six times as many requests as allowed. */
const SEEDED: Readonly<Record<PlanNotices['limiters-seeded']['seed'], string>> = {
  newest:
    '计数器在最新请求离开窗口时结束：不会有人超过上限，但会多拒绝一部分（模拟六倍流量时，1,022 次拒绝中有 184 次 List 本会放行）。',
  oldest: '计数器在最早请求离开窗口时结束：不会比 List 拒绝更久，但切换所在的窗口内最多放行 195 次（上限 100，模拟六倍流量）。',
  replay:
    '计数器的值，等于由它自己统计 List 中这些请求的结果：不会比这样的计数器拒绝更久，但切换所在的窗口内最多放行 197 次（上限 100，模拟六倍流量）。',
};

const limitText = (limit: string | null): string => (limit === null ? '无' : safeText(limit.slice(0, 40)));

export const plan: Sentences<PlanNotices> = {
  'judged-at-another-time': session['judged-at-another-time'],
  'clocks-differ': () => '本机与 Redis 的时钟相差超过一分钟：以较早的判定时段是否结束。',
  'offset-assumed': ({ utcOffset }) =>
    `从数据看不出应用的 UTC 偏移，按 ${utcText(utcOffset)} 处理；只有在所有可能的偏移下都已结束的时段才算结束。用 --utc-offset 指定。`,
  'read-by-groups': ({ family, groups }) => {
    const readers = groups.map(
      ({ name, unread, pending }) =>
        `${safeText(name.slice(0, 100))}（未读${unread === null ? '数未知' : ` ${formatCount(unread)}`}，未确认 ${formatCount(pending)}）`,
    );
    return `${family} 不裁剪，有消费者组在读取：${listed(readers)}。`;
  },
  'owners-gone': ({ owner, count, ids }) => joined(`已删除 ${formatCount(count)} 个`, owner, `：${someOf(ids, count)}。`),
  'release-not-shown': () => '从数据看不出版本，没有数据算作旧版本遗留。',
  'checked-again-afterwards': () => '修复后重新检查合计，由此引起的不一致一并修复。',
  'no-certain-repair': ({ differences }) => `${formatCount(differences)} 处不一致没有确定的修复方式，不改动。`,
  'other-families': ({ differences, families }) =>
    `${formatCount(differences)} 处不一致只能在其他键族中修复，不改动：${families.map((id) => `--family ${id}`).join(', ')}。`,
  'rolled-up': rolledUp,
  'fields-lost': ({ fine, coarse, fields }) => `${coarse} 没有 ${listed(fields)}：${fine} 中的这些内容随之删除。`,
  'archive-cut-off': ({ createdAt }) => `${whichArchive(createdAt)}写入时被中断，已有内容完整。`,
  'archive-of-other-server': ({ createdAt, madeOn, target }) =>
    `${whichArchive(createdAt)}生成于 ${madeOn}；${target} 不是同一实例，或此后重启过。`,
  'archive-expired': ({ keys }) => `${formatCount(keys)} 个键到现在本应过期，不恢复。`,
  'expired-since': ({ keys }) => `${formatCount(keys)} 个键的 TTL 曾被缩短，此后已过期，将重新创建。`,
  'archive-restored': ({ createdAt }) => `${whichArchive(createdAt)}已恢复过，不会重复恢复。`,
  'limits-changed': ({ owners, examples }) =>
    `${listed(examples.map(({ owner, before, after }) => `${owner}：${limitText(before)} → ${limitText(after)}`))}${owners > examples.length ? `，另有 ${formatCount(owners - examples.length)} 个` : ''}。`,
  'limits-so-already': ({ owners }) => `${formatCount(owners)} 个对象已是所要的值。`,
  'limit-below-usage': ({ owners, examples }) =>
    `${formatCount(owners)} 个对象的用量已达到该上限，下一次请求会被拒绝：${someOf(examples, owners)}。`,
  'limit-no-number': ({ field, owners, examples }) =>
    `${formatCount(owners)} 个对象的 ${field} 不是有效数字，保持不变：${someOf(examples, owners)}。`,
  'limit-kept': ({ owners, examples }) =>
    `${formatCount(owners)} 个对象已有其他上限，保持不变（--replace 替换）：${someOf(examples, owners)}。`,
  'limit-unreadable': ({ owners, examples }) =>
    `${formatCount(owners)} 个对象的键无法读取，或类型不符：${someOf(examples, owners)}。`,
  'limit-of-one-cycle': ({ cycle }) => `上限存于 ${cycle} 的键中，下个周期没有该上限（meter limits copy 可沿用）。`,
  'limiters-seeded': ({ seed, offsetMinutes }) => `${SEEDED[seed]}List 中的时间按 ${utcText(offsetMinutes / 60)} 读取。`,
  'limiters-near': ({ count, subjects }) =>
    `${formatCount(count)} 个 List 已用达到上限的 80%：${someOf(
      subjects.map(({ id, rule, used, capacity }) => `${rule} ${id} ${formatCount(used)}/${formatCount(capacity)}`),
      count,
    )}。`,
  failure: ({ message, suggestions }) => `${message} ${suggestions.join(' ')}`.trim(),
  'plan-says': ({ text }) => text,
};
