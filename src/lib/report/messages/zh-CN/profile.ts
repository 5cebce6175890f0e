import type { MisfitCode } from '../../../audit/misfits.js';
import { formatDuration } from '../../../format/duration.js';
import { formatCount } from '../../../format/number.js';
import type { ProfileMessages } from '../en/profile.js';
import { joined } from './figures.js';

const REARMED = { 'each-write': '每次写入时重置', 'each-use': '每次使用时重置', never: '不重置' } as const;

const FOUND: Readonly<Record<MisfitCode, (found: string | null) => string>> = {
  unknown: () => '没有键族使用这样的键名',
  type: (found) => `类型为 ${found}`,
  'without-ttl': () => '没有 TTL，本应有',
  'with-ttl': (found) => `有 TTL，最长 ${formatDuration(Number(found))}`,
  'longer-ttl': (found) => `最长的 TTL 为 ${formatDuration(Number(found))}，比键族的长`,
  unseen: () => '没有键',
};

export const profile: ProfileMessages = {
  list: {
    title: '内置应用画像',
    table: '应用画像',
    heads: { profile: '画像', versions: '版本', families: '键族数', application: '应用' },
    versions: (oldest, newest) => `${oldest} 到 ${newest}`,
    summary: (profiles) => `${formatCount(profiles)} 个应用画像；meter profile show PROFILE 列出其键族。`,
  },
  show: {
    titles: { profile: '应用画像', family: '键族' },
    of: (name) => `属于 ${name}`,
    families: '键族',
    heads: { pattern: '键名模式', family: '键族', type: '类型', ttl: 'TTL', class: '分级', grain: '粒度' },
    rest: (families) => `其余 ${formatCount(families)} 个键族`,
    summary: (families) => `${formatCount(families)} 个键族；--family ID 显示其全部信息。`,
    oneSummary: ({ pattern, types, ttl, valueClass }) => joined(`${pattern}：${types}，TTL ${ttl}，`, valueClass, '。'),
    labels: {
      readFrom: '来源',
      pattern: '键名模式',
      examples: '示例',
      type: '类型',
      role: '角色',
      class: '分级',
      grain: '粒度',
      ttl: 'TTL',
      keep: '保留',
      breaks: '失去',
      growth: '增长',
      since: '起始版本',
      until: '截止版本',
      value: '值',
      fields: '字段',
      optional: '可选字段',
      evidence: '依据',
    },
    ttl: { none: '无', varies: '不定' },
    ttlText: (ttl, rearmed, note) => [ttl, REARMED[rearmed], ...(note ? [note] : [])].join('；'),
    keep: (periods, reader) => joined(`最近 ${formatCount(periods)} 个时段，读取方：`, reader),
    growth: (bound, note) => joined(bound === 'none' ? '没有上限' : `最多 ${formatCount(bound)}`, '：', note),
    generic: '无：其他应用也用这样的键名',
    anyOf: (fields) => fields.join(' 或 '),
    field: (name, unit) => `${name}（${unit}）`,
  },
  check: {
    title: '应用画像检查',
    tables: { profiles: '应用画像', problems: '问题', misfits: '与现有的键对比' },
    heads: {
      profile: '画像',
      families: '键族数',
      problems: '问题',
      family: '键族',
      pattern: '键名模式',
      keys: '键数',
      found: '发现',
    },
    verdict: { sound: '正确', wrong: '有误' },
    problem: (family, problem) => (family === null ? problem : `${family}：${problem}`),
    rest: (problems) => `其余 ${formatCount(problems)} 个问题`,
    found: (code, found) => FOUND[code](found),
    sound: (profiles) => `${formatCount(profiles)} 个应用画像正确。`,
    wrong: (problems, profiles) => `${formatCount(profiles)} 个应用画像中有 ${formatCount(problems)} 个问题。`,
    compared: (against, unseen) => {
      const seen = unseen === 0 ? '每个键族都有键' : `${formatCount(unseen)} 个键族没有键`;
      return against === 0 ? `应用画像与现有的键相符；${seen}。` : `${formatCount(against)} 处与现有的键不符；${seen}。`;
    },
  },
  draft: {
    made: (names) => `应用画像初稿，由不属于任何画像的 ${formatCount(names)} 个键名得出。键名和类型为抽样，不保留值。`,
    safe: '每个键族都设为运行级，其键永不删除。为每个键族写明用途：docs/profiles.md',
    known: (name) => `${name} 的键已有画像，不在其中。`,
    leftOut: (pattern) => `键名提供的信息太少，未列入：${pattern}`,
    interrupted: '已中断，正在停止：随后输出已读取部分的画像。再按 Ctrl-C 立即结束。',
  },
};
