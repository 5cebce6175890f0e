import type { CapabilityRow, MemoryReport, SnapshotRow } from '../../../../audit/model.js';
import type { Severity } from '../../../../audit/severity.js';
import { formatCount } from '../../../../format/number.js';
import type { AuditReportMessages } from '../../en/audit/report.js';
import { listed, share as shareText } from '../figures.js';

const keys = (count: number): string => `${formatCount(count)} 个键`;

const DIMENSIONS: Readonly<Record<string, string>> = { 'api-key': 'API Key', account: '账户', model: '模型', user: '用户' };

const SEVERITIES: Readonly<Record<Severity, string>> = { high: '高', medium: '中', low: '低' };

const CHECKSUM: Readonly<Record<SnapshotRow['checksum'], string>> = {
  ok: '校验和正确',
  wrong: '校验和错误',
  off: '无校验和',
  none: '此格式无校验和',
  unread: '未读到校验和',
};

const REFUSAL: Readonly<Record<CapabilityRow['state'], (name: string) => string>> = {
  ok: (name) => name,
  missing: (name) => `此实例没有 ${name}`,
  denied: (name) => `当前用户不能执行 ${name}`,
  empty: (name) => `${name} 没有返回内容`,
};

const EFFECTS: Readonly<Record<string, string>> = {
  TYPE: '类型和长度未知',
  'MEMORY USAGE': '大小未知或由类型和长度推算，与大小有关的问题以此为准',
  'CONFIG GET': '只有 INFO 报告淘汰策略时才能得知',
  'SCAN TYPE': '不能使用 --type',
  'CLIENT NO-TOUCH': 'LRU 或 LFU 策略下不读取长度，以免重置空闲时间',
  PTTL: '剩余 TTL 未知，无法得知哪些键永不过期',
  'INFO commandstats': '无法得知是否使用 KEYS',
  'INFO memory': '已用内存、上限和余量未知',
  'INFO keyspace': '其他数据库的键数未知',
  'INFO persistence': '无法得知数据是否落盘',
};

/** By the first of the findings. */
const NOT_CHECKABLE: Readonly<Record<string, string>> = {
  'keys-command': '快照中没有命令统计',
  'abandoned-leases': '快照中的租约停留在生成时刻',
  'eviction-can-drop-counters': '快照不含 Redis 的设置',
  'orphan-owner': '所属对象可能在未读取的部分',
};

const PARTS: Readonly<Record<string, string>> = {
  'keys and values': '键和值',
  'key table': '键表',
  'table of expiries': '过期表',
  'empty server': '空实例',
  clients: '客户端',
  'buffers, replication, rounding': '缓冲区、复制、舍入',
};

const HOW: Readonly<Record<MemoryReport['parts'][number]['how'], string>> = {
  counted: '实数',
  estimated: '抽样',
  computed: '推算',
  server: 'Redis 自报',
  remainder: '余数',
};

const MODES: Readonly<Record<string, string>> = { standalone: '单机', cluster: '集群', sentinel: '哨兵' };
const ROLES: Readonly<Record<string, string>> = { master: '主节点', slave: '副本', replica: '副本' };

const counts: AuditReportMessages['findings']['counts'] = (bySeverity) =>
  listed(bySeverity.map(({ severity, count }) => `${SEVERITIES[severity]} ${count}`));

export const report: AuditReportMessages = {
  title: '审计',
  replica: '从副本读取',
  aSnapshot: '快照',
  standardInput: '标准输入',
  andOthers: (first, others) => `${first} 等 ${formatCount(others + 1)} 份快照`,
  next: 'meter advise（目标相同）按节省排列可做的优化',
  summary: ({ partial, keys: all, size, used, findings, bySeverity }) => {
    const held = size === '' ? '' : `，${size}${used === null ? '' : `（内存已用 ${used}）`}`;
    const found = findings === 0 ? '没有问题' : `${formatCount(findings)} 项问题：${counts(bySeverity)}`;
    return `${partial ? '报告不完整：' : ''}${keys(all)}${held}；${found}。`;
  },
  labels: {
    server: '服务器',
    snapshot: '快照',
    profile: '画像',
    clock: '时钟',
    read: '读取',
    filter: '筛选',
    databases: '数据库',
    partial: '不完整',
    next: '下一步',
    fix: '修复',
  },
  head: {
    notProven: () => '未证实每个键恰好计数一次：扫描期间键数有变化、曾重新连接，或 Redis 未报告键数',
    noProfile: (none) => `${none}；按键名推断键族`,
    profile: (application, count, signs, isDated) =>
      `${application} · ${keys(count)}${isDated && signs.length > 0 ? `（${signs.join('，')}）` : ''}`,
    database: (db, count) => `db${db} ${keys(count)}`,
    filter: (pattern, type) =>
      `只读取${[...(pattern === null ? [] : [`键名匹配 ${pattern}`]), ...(type === null ? [] : [`类型为 ${type}`])].join('、')}的键`,
    versionUnknown: '（版本未知）',
    nodes: (nodes) => `${nodes} 个节点`,
    mode: (mode) => MODES[mode] ?? mode,
    role: (role) => ROLES[role] ?? role,
    up: (duration) => `已运行 ${duration}`,
    formatUnknown: '格式未知',
    saved: (at) => `保存于 ${at} UTC`,
    checksum: (state) => CHECKSUM[state],
    named: (name, text) => `${name}：${text}`,
    read: ({ keys: all, once, metadata, partial, vanished, refused, expired }) => {
      const read =
        metadata === null
          ? '读取了每个键的元数据'
          : metadata === 0
            ? '未读取元数据'
            : `${partial ? '读取' : '抽样读取'} ${formatCount(metadata)} 个键的元数据`;
      return [
        `计数 ${keys(all)}${once ? '，每个一次' : ''}`,
        read,
        ...(vanished > 0 ? [`${formatCount(vanished)} 个期间消失`] : []),
        ...(refused > 0 ? [`${formatCount(refused)} 个无权读取`] : []),
        ...(expired > 0 ? [`另有 ${formatCount(expired)} 个已过期`] : []),
      ].join('；');
    },
  },
  families: {
    title: '键族',
    byBytes: (count) => `${count} 个，按大小`,
    byKeys: (count) => `${count} 个，按键数`,
    rest: (families, held) => `其余 ${formatCount(families)} 个键族：${held}`,
    none: '没有键',
    heads: {
      pattern: '键族',
      keys: '键数',
      share: '占比',
      bytes: '大小',
      bytes_per_key: '每键',
      type: '类型',
      ttl: 'TTL 剩余/全长',
      no_ttl: '无 TTL',
      class: '分级',
      grain: '粒度',
      profile: '画像',
    },
    never: '永不',
    varies: '不定',
    legend: {
      ttl: 'TTL：剩余时间的中位数（误差 1% 以内）/ 键族应有的 TTL',
      bytes: '大小：MEMORY USAGE，集合类型按 5 个元素推算',
      computed: '~ 按 Redis 的内存结构推算',
      guessed: '~ 由类型和长度推算',
      sampled: '~ 由抽样估算',
      interval: '± 95% 置信区间的一半',
      inferred: '? 不属于任何画像，由键名推断',
    },
  },
  held: (count, size) => `${keys(count)}${size === '' ? '' : `，${size}`}`,
  groups: {
    labels: { hourly: '小时级', 'per minute': '分钟级', 'per model': '按模型' },
    take: (count, part, size) => `统计占 ${keys(count)}（${shareText(part)}）${size === '' ? '' : `，${size}`}`,
    title: '统计占用',
    remark: '小时级、分钟级和按模型有重叠',
    none: '没有键',
    heads: {
      by: '分组',
      group: '组',
      families: '键族数',
      keys: '键数',
      share: '按键数',
      bytes: '大小',
      share_of_bytes: '按大小',
    },
    by: { statistics: '统计', grain: '粒度', class: '分级' },
    names: { hourly: '小时级', 'per minute': '分钟级', 'per model': '按模型' },
  },
  charts: {
    bytesByFamily: '键族大小',
    keysByFamily: '键族键数',
    colours: '颜色表示分级，数值见下表',
    bytesByGrain: '按粒度的大小',
    bytesByClass: '按分级的大小',
  },
  owners: {
    title: '归属',
    remark: (counted) => `占用最大的部分，共 ${listed(counted)}`,
    none: '没有键名含所属对象',
    heads: { kind: '类别', owner: '所属', keys: '键数', bytes: '大小' },
    dimension: (name) => DIMENSIONS[name] ?? name,
    counted: (count, dimension) => `${count} 个${/^[!-~]/.test(dimension) ? ' ' : ''}${dimension}`,
  },
  largest: {
    title: '最大的键',
    sampled: '限于抽样的键',
    none: '没有任何键的大小',
    heads: { key: '键', bytes: '大小', type: '类型', length: '长度', family: '键族' },
  },
  unrecognised: {
    title: '未识别',
    remark: (count, families, size) => `${keys(count)}，推断为 ${formatCount(families)} 个键族${size === '' ? '' : `，${size}`}`,
    none: '无：每个键都属于某个画像的键族。',
    note: '键族表中以 ? 标记；meter 永不清理未识别的键',
    heads: { pattern: '推断键族', keys: '键数', bytes: '大小', type: '类型' },
  },
  memory: {
    title: '内存',
    none: '快照未记录 Redis 的内存用量。',
    heads: { part: '部分', bytes: '大小', how: '来源' },
    part: (name) => PARTS[name] ?? name,
    how: (how) => HOW[how],
    notReadable: '无法读取',
    server: 'Redis 自报',
    serverWhenSaved: 'Redis 保存时自报',
    maxmemoryUnknown: 'maxmemory 未知',
    noMaxmemory: '未设 maxmemory',
    maxmemory: (size, left) => `maxmemory ${size}${left === null ? '' : `，余 ${left}`}`,
    eviction: (policy) => `淘汰策略${policy === null ? '未知' : ` ${policy}`}`,
    peak: (size) => `峰值 ${size}`,
    persistence: (how) => `持久化${how === null ? '未知' : ` ${how}`}`,
  },
  notes: {
    title: '未列入本报告',
    none: '没有遗漏',
    refused: ({ name, state }, effect) => `${REFUSAL[state](name)}：${EFFECTS[name] ?? effect}`,
    expired: (families, more) =>
      `已过期的键：${listed(families.map(({ pattern, keys: count }) => `${pattern ?? '不属于任何画像'} ${formatCount(count)}`))}${more ? ' 等' : ''}`,
    notCheckable: (codes, why) => `无法检查：${codes.join(', ')}（${NOT_CHECKABLE[codes[0] ?? ''] ?? why}）`,
  },
  findings: {
    title: '问题',
    counts,
    rest: (hidden) => `另有 ${formatCount(hidden)} 项问题，以及各项依据`,
    none: '没有问题',
    andOthers: (title, families) => `${title}，另有 ${formatCount(families)} 个键族`,
    seen: (title, evidence) => `${title}：${evidence}`,
    onServer: '在生成快照的 Redis 上运行这些命令。meter audit 也接受 --rdb。',
    redisCli: 'redis-cli 用 -u，或 -h 和 -p 指定目标',
  },
};
