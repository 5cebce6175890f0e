import { formatCount } from '../../../format/number.js';
import { utcText } from '../../../recognise/words.js';
import type { DiffMessages } from '../diff.js';
import { listed } from './figures.js';

const SIDES = { before: '前者', after: '后者' } as const;
const STATES = { new: '新增', gone: '消失', grown: '增长', shrunk: '减少' } as const;
const MODES: Readonly<Record<string, string>> = { exact: '精确', sampled: '抽样' };
const given = (text: string): string => (text === '' ? '无' : text);

export const diff: DiffMessages = {
  titles: {
    audit: '两次审计的差异',
    estimate: '两次估算的差异',
    usage: '两次用量的差异',
    'fix-consistency': '两次一致性检查的差异',
    limits: '两次限额检查的差异',
    limiters: '两次限流检查的差异',
    doctor: '两次健康检查的差异',
  },
  states: STATES,
  labels: { before: '之前', after: '之后', profile: '画像' },
  heads: { before: '之前', after: '之后', change: '变化', share: '变化 %', name: '名称' },
  figures: {
    limits: '限额',
    reached: '已达上限',
    used: '已用',
    allowed: '上限',
    near: '接近上限',
    full: '已满',
    permanent: '无 TTL',
    fail: '失败',
    warn: '警告',
    skipped: '跳过',
    ok: '通过',
    keys: '键数',
    bytes: '大小',
    findings: '问题',
    differences: '不一致',
    sent: '发送',
    trips: '往返',
    billed: '计费',
    requests: '请求',
    input: '输入',
    output: '输出',
    tokens: 'Token',
    cost: '费用',
    'used-memory': '已用内存',
    'sent-per-request': '发送/次',
    'trips-per-request': '往返/次',
    'sent-per-day': '发送/天',
    'trips-per-day': '往返/天',
    'billed-per-day': '计费/天',
    'cost-per-month': '月费',
    'cache-create': '缓存创建',
    'cache-read': '缓存读取',
    'cache-5m': '5 分钟缓存',
    'cache-1h': '1 小时缓存',
    'real-cost': '官方费用',
  },
  tables: {
    limiters: '限流器',
    totals: '合计',
    families: '键族',
    commands: '每天的命令',
    plans: '套餐月费',
    invariants: '一致性规则',
    usage: '用量',
    keys: '键',
    models: '模型',
    days: '天',
  },
  unlike: {
    order: ({ before, after }) => `后者更旧：后者 ${after}，前者 ${before}。`,
    target: ({ before, after }) => `目标不同：${given(before)} 与 ${given(after)}。`,
    source: ({ before, after }) => `读取来源：之前 ${before}，之后 ${after}。`,
    release: ({ before, after }) => `版本：之前 ${before}，之后 ${after}。`,
    applications: ({ before, after }) => `应用：之前 ${given(before)}，之后 ${given(after)}。`,
    offset: ({ before, after }) => `UTC 偏移：之前 ${utcText(before)}，之后 ${utcText(after)}，时段的起点因此不同。`,
    databases: ({ before, after }) => `数据库：之前 ${given(before)}，之后 ${given(after)}。`,
    mode: ({ before, after }) => `大小的来源：前者${MODES[before] ?? ` ${before}`}，后者${MODES[after] ?? ` ${after}`}。`,
    sizes: () => '大小的来源不同，不比较大小。',
    unproven: ({ side }) => `${SIDES[side]}未证实每个键恰好计数一次。`,
    unanswered: ({ side }) => `${SIDES[side]}未完成全部检查，可能缺少问题。`,
    workload: ({ what, before, after }) => `负载：${what} 之前 ${before ?? '默认'}，之后 ${after ?? '默认'}。`,
    settings: ({ before, after }) => `开关：之前 ${given(before)}，之后 ${given(after)}。`,
    provider: ({ before, after }) => `服务商：之前 ${before}，之后 ${after}，不比较计费。`,
    period: ({ before, after }) => `周期：之前 ${before}，之后 ${after}。`,
    running: ({ side, period }) => `${SIDES[side]}的 ${period} 尚未结束，数值仍会增长。`,
    anonymous: () => '名称已替换为编号，两边的编号不对应，只比较合计。',
    'cut-list': () => '不一致列表不完整，不比较单项。',
  },
  findings: { new: '新增的问题', cured: '已解决的问题', changed: '有变化的问题', unchecked: '未能复查的问题' },
  differences: { new: '新增的不一致', cured: '已消失的不一致' },
  countChanged: (before, after) => `数量 ${before} → ${after}`,
  severityChanged: (before, after) => `级别 ${before} → ${after}`,
  same: (rows) => `其余 ${formatCount(rows)} 项没有变化`,
  unlisted: (rows) => `${formatCount(rows)} 行只在一方列出，另一方只列最大的：加 --all 列出全部`,
  nothing: '没有变化。',
  changeOf: (figure) => `${figure}变化`,
  apart: (span) => `相隔 ${span}`,
  summary: (totals, { title, rows, findings }) => {
    const states = Object.entries(rows).flatMap(([state, count]) =>
      count === 0 ? [] : `${STATES[state as keyof typeof STATES]} ${count}`,
    );
    const parts = [
      ...totals,
      ...(states.length === 0 ? [] : [`${title}：${listed(states)}`]),
      ...(findings === null ? [] : [`问题：新增 ${findings.new}，已解决 ${findings.cured}`]),
    ];
    return parts.length === 0 ? '没有变化。' : `${parts.join('；')}。`;
  },
  legend: (isSampled) => `计数精确。${isSampled ? '抽样的大小只有超出 95% 置信区间才算变化，其余标 ~。' : ''}`,
};
