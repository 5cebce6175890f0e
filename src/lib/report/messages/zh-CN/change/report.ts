import type { PlannedAction, RecordedAction } from '../../../../change/actions.js';
import { formatCount } from '../../../../format/number.js';
import type { ChangeReportMessages, SkippedWhy } from '../../en/change/report.js';
import { listed } from '../figures.js';

const keys = (count: number): string => `${formatCount(count)} 个键`;
const sets = (count: number): string => `${formatCount(count)} 个索引集合`;

/** In a table, and before the number of keys. */
const ACTIONS: Readonly<Record<PlannedAction, readonly [short: string, ofKeys: string]>> = {
  delete: ['删除', '删除'],
  expire: ['设置 TTL', '设置 TTL：'],
  trim: ['裁剪', '裁剪'],
  leak: ['补回 TTL', '补回 TTL：'],
  raise: ['补足', '补足数值：'],
  rename: ['重命名', '重命名'],
  sum: ['累加', '累加数值：'],
  restore: ['恢复', '恢复'],
  life: ['恢复 TTL', '恢复 TTL：'],
  members: ['补回成员', '补回成员：'],
  elements: ['补回元素', '补回元素：'],
  unmark: ['清除标记', '清除标记：'],
  counters: ['扣回增量', '扣回增量：'],
  lower: ['调低', '调低数值：'],
  listing: ['更正成员', '更正成员：'],
  unlist: ['移出成员', '移出成员：'],
  persist: ['移除 TTL', '移除 TTL：'],
  ttl: ['更正 TTL', '更正 TTL：'],
  limit: ['设置上限', '设置上限：'],
  unlimit: ['移除上限', '移除上限：'],
  reset: ['清零', '清零计数器：'],
  convert: ['转换', '转换'],
  limits: ['撤回上限', '撤回上限变更：'],
};

const RECORDED: Readonly<Record<RecordedAction, string>> = {
  delete: '已删除',
  copy: '已复制',
  expire: 'TTL 已修改',
  members: '已移出成员',
  mark: '已设标记',
  trim: '已裁剪',
  raise: '已补足',
  set: '已设置',
  listing: '已更正成员',
  listed: '已加入成员',
  limit: '上限已修改',
};

const SKIPPED: Readonly<Record<SkippedWhy, string>> = {
  there: '此前已恢复、没有缺少，或现在过期更晚',
  expired: '到现在本应过期',
  alive: '已重新写入（用 --merge 合并或 --replace 替换）',
  gone: '已不存在',
  changed: '一直在被修改',
  refused: '被 Redis 拒绝',
  protected: '正在使用，或类型与键名不符',
  unmergeable: '无法与现有的值合并',
};

const doing = (action: PlannedAction, count: number): string => {
  const [, ofKeys] = ACTIONS[action];
  return `${ofKeys}${ofKeys.endsWith('：') ? '' : ' '}${keys(count)}`;
};

export const report: ChangeReportMessages = {
  titles: { plan: '计划', done: '已完成', unfinished: '未完成' },
  labels: {
    keys: '键',
    indexes: '索引',
    profile: '画像',
    clock: '时钟',
    creates: '新建键',
    commands: '命令',
    changed: '变更',
    elements: '元素',
    skipped: '跳过',
    archive: '归档',
    created: '已新建',
    undo: '撤销',
    resume: '继续',
  },
  action: (action) => ACTIONS[action][0],
  recorded: (action) => RECORDED[action],
  nothingToDo: '无需处理。',
  nothingChanged: '未做任何更改。',
  plan: ({ rows, others, indexes, isRestore, size }) => {
    const parts = [
      ...rows.map(([action, count]) => doing(action, count)),
      ...(others > 0 ? [`修改其他 ${keys(others)}`] : []),
      ...(indexes > 0 ? [`${isRestore ? '恢复' : '检查'} ${sets(indexes)}`] : []),
    ];
    return `计划：${parts.join('；')}${size === null ? '' : `（约 ${size}）`}。`;
  },
  planOnly: (plan) => `${plan}未做任何更改。`,
  archiveAt: (path) => `归档：${path}`,
  notFinished: (changed, planned) => `未完成：已变更 ${formatCount(changed)} / ${keys(planned)}。`,
  done: (action, changed) =>
    action === null
      ? `已变更 ${keys(changed)}。`
      : action === 'restored'
        ? `已恢复 ${keys(changed)}。`
        : `已${doing(action, changed)}。`,
  facts: {
    keys: (count, of, size) =>
      `${formatCount(count)}${of === null ? '' : ` / ${formatCount(of)}`}${size === null ? '' : `，约 ${size}`}`,
    indexes: (count, isRestore) => (isRestore ? `恢复 ${sets(count)}` : `检查并同步更新 ${sets(count)}`),
    margin: (clock, hours) => `${clock}${hours > 0 ? `；时段结束 ${hours} 小时后才算已结束` : ''}`,
    commands: (count, cost) => `约 ${formatCount(count)} 条${cost}`,
    cost: (dollars, provider, plan, asOf) =>
      `；按命令计费时约 ${dollars}（${provider}，${plan}${asOf === null ? '' : `，${asOf}`}）`,
    untilEnd: (pattern) => `${pattern}（运行结束后删除）`,
    markerKinds: (kinds) => `${kinds} 类空索引标记`,
    changed: (changed, planned, time) =>
      changed > planned
        ? `${keys(changed)}，其中计划内 ${formatCount(planned)} 个，其余为随后出现的不一致，${time}`
        : `${formatCount(changed)} / ${keys(planned)}，${time}`,
    elements: (count) => `从 List 和 Stream 删除 ${formatCount(count)} 个元素`,
    setsChecked: (count) => `检查 ${sets(count)}`,
    setsRemoved: (count) => `删除 ${formatCount(count)} 个`,
    setsRestored: (count) => `恢复 ${sets(count)}`,
    membersRemoved: (members, from) => `从其中 ${formatCount(from)} 个移出 ${formatCount(members)} 个成员`,
    joined: (parts) => parts.join('，'),
    indexesLeft: (count) => `${sets(count)}尚未全部检查`,
    skipped: (count, why) => `${keys(count)}${/^[!-~]/.test(SKIPPED[why]) ? ' ' : ''}${SKIPPED[why]}`,
    noArchive: '无：未做任何更改',
    noUndo: '无：此操作无法撤销',
    undoesAllBut: '延长的 TTL 除外',
    createdForGood: (pattern) => `${pattern}，记录变更内容，永不过期`,
    created: (pattern, count, ttl) => `${pattern}（${keys(count)}），TTL ${ttl}`,
    markers: (count, ttl) => `${formatCount(count)} 个空索引标记，TTL 最长 ${ttl}（--section creates）`,
  },
  families: {
    title: '键族',
    planned: '原计划',
    rest: (count) => `其余 ${formatCount(count)} 个键族`,
    heads: {
      pattern: '键族',
      action: '操作',
      keys: '键数',
      elements: '元素数',
      bytes: '大小',
      periods: '时段',
      invariant: '规则',
    },
  },
  protected: {
    title: () => '已选中但保留的内容',
    row: (family, count, reason) => `${family}：${count === null ? '' : `${keys(count)}，`}${reason}`,
    none: '所选内容中没有受保护的。',
  },
  screens: {
    title: '受影响的页面',
    dark: (named, others) => `数据减少或无数据：${listed(named)}${others > 0 ? `，另有 ${formatCount(others)} 个` : ''}。`,
    all: (named) => `全部页面：${listed(named)}。`,
    none: '没有已知的受影响页面。',
  },
  creates: { title: '运行时新建的键', done: '运行时新建的键', none: '无。' },
  outcome: '各结果的键数',
  list: {
    title: (path, archives) => (path === null ? `${archives} 份归档` : '归档'),
    labels: { by: '来源', at: '时间', target: '目标', records: '记录' },
    target: (target, server) => `${target}，实例 ${server}`,
    records: (count, isComplete) => `${formatCount(count)} 条${isComplete ? '' : '；写入归档时被中断'}`,
    heads: { archive: '归档', family: '键族', action: '已做操作', records: '记录数', expired: '已过期' },
    rest: (rows) => `其余 ${formatCount(rows)} 行`,
    summary: (records, archives, expired) =>
      `${archives < 2 ? '' : `${archives} 份归档共 `}${formatCount(records)} 条记录${expired > 0 ? `，其中 ${formatCount(expired)} 条已过期` : ''}。`,
  },
};
