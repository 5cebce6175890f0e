import { formatDuration } from '../../../format/duration.js';
import { formatCount } from '../../../format/number.js';
import { utcText } from '../../../recognise/words.js';
import type { LimitersMessages } from '../limiters.js';
import { listed, percent as percentText } from './figures.js';
import { report } from './limiters-report.js';

const POLICIES = {
  open: '故障时放行',
  closed: '故障时拒绝',
  memory: '故障时各进程自行计数',
  caller: '故障时由调用方决定',
} as const;

export const limiters: LimitersMessages = {
  report,
  near: (percent) => `接近上限：已用达到 ${percentText(percent)}`,
  size: ({ capacity, windowSeconds, from }) => {
    if (from === 'subject') return '各自设置';
    if (capacity === null) return '?';
    return windowSeconds === null ? formatCount(capacity) : `${formatCount(capacity)} / ${formatDuration(windowSeconds)}`;
  },
  parallel: { holds: '受限', passes: '全部放行' },
  how: {
    'list-log': 'List',
    'fixed-window': '窗口',
    'started-window': '窗口',
    'token-bucket': '令牌桶',
    leases: '并发',
    other: '其他',
  },
  sent: ({ commands, roundTrips }) => `${formatCount(commands.length)}（往返 ${formatCount(roundTrips)}）`,
  check: ({ when, commands, inScript, roundTrips }) =>
    `${when}：${commands.join(', ')}${inScript.length === 0 ? '' : `（脚本内：${inScript.join(', ')}）`}；${formatCount(roundTrips)} 次往返`,
  denials: {
    count: '被拒绝的请求同样计数。',
    extend: '被拒绝的请求不计数，但会重置 TTL。',
    nothing: '被拒绝的请求不改变任何数据。',
  },
  onError: ({ policy, note }) => `Redis ${POLICIES[policy]}。${note}`,
  connections: ({ processes, pool, poolFrom, connections }) =>
    `${formatCount(processes)} 个进程，各 ${formatCount(pool)} 个连接（${poolFrom === 'flag' ? '按指定' : poolFrom === 'default' ? '默认值' : poolFrom}）：共 ${formatCount(connections)}`,
  maxclients: ({ connections, maxclients, connected }) =>
    maxclients === null
      ? 'Redis 未报告允许的连接数'
      : `Redis 允许 ${formatCount(maxclients)} 个${connected === null ? '' : `，目前 ${formatCount(connected)} 个`}${connections > maxclients ? '：不够这些连接池使用' : ''}`,
  sharedPool: '同一进程的所有请求共用一个连接，无需等待连接。',
  client: ({ library, connectSeconds, commandSeconds, poolSeconds, retries, worstSeconds }) =>
    `${library}：连接 ${formatDuration(connectSeconds)}，应答${commandSeconds === null ? '不限时' : ` ${formatDuration(commandSeconds)}`}${poolSeconds === null ? '' : `，等待连接池 ${formatDuration(poolSeconds)}`}，重试 ${formatCount(retries)} 次${worstSeconds === null ? '' : `；Redis 无应答时，一个请求最长等待 ${formatDuration(worstSeconds)}`}。`,
  notes: {
    'assumed-sizes': ({ params: { rules } }) =>
      `${listed(rules)} 的上限是应用的默认值。用 --env-file FILE 或 --limit NAME=N/TIME 指定实际值。`,
    'unknown-sizes': ({ params: { rules } }) => `${listed(rules)} 的上限未知：用 --limit NAME=N/TIME 指定。`,
    'longer-than-assumed': ({ params: { rule, lists, longest, capacity } }) =>
      `${rule}：${formatCount(lists)} 个 List 超过 ${formatCount(capacity)}，最长 ${formatCount(longest)}。上限设得更高，或并发请求超过了上限。`,
    'local-times': ({ params: { application, offsetHours, from, readAsUtc } }) => {
      if (offsetHours === null)
        return `${application} 写入本地时间，从 List 看不出时区，已用数量未知：用 --utc-offset HOURS 指定。`;
      const zone = `${application} 写入本地时间 ${utcText(offsetHours)}（${from === 'flag' ? '按指定' : '依据 List 及其 TTL'}）。`;
      return offsetHours === 0 || readAsUtc.length === 0
        ? zone
        : `${zone}新版本将 ${listed(readAsUtc)} 的 List 按 UTC 读取：升级时删除它们，否则会误拒请求数小时。`;
    },
    'by-values': ({ params: { names } }) => `其他应用也用这些键名，按键的值识别：${listed(names)}。`,
    'heat-unknown': ({ params: { policy } }) =>
      `热 Key 未知：淘汰策略${policy === null ? '未知' : ` ${policy} `}${policy === null ? '，' : '不是 LFU，'}HOTKEYS 也没有记录。用 meter measure --monitor 查看。`,
    'owner-without-keys': ({ params: { owner } }) => `${owner} 没有限流器的键，用量为零。`,
    'odd-values': ({ params: { rule, keys } }) =>
      `${rule}：${formatCount(keys)} 个键的内容不是限流器写入的，或无法读取，未判定。`,
  },
};
