import { formatDuration } from '../../../format/duration.js';
import { formatCount } from '../../../format/number.js';
import type { LimiterId } from '../../../trial/model.js';
import type { TrialMessages } from '../en/trial.js';
import { listed, percent } from './figures.js';

const TITLES: Readonly<Record<LimiterId, string>> = {
  legacyList: 'List，逐条命令',
  listLog: '同一 List，一个脚本',
  fixedWindow: '固定窗口',
  slidingWindow: '滑动窗口',
  tokenBucket: '令牌桶',
  gcra: 'GCRA',
  zsetLog: '有序集合日志',
};

const COMMON = /^ENABLE_/;

const check = ({ roundTrips, p99 }: { roundTrips: string; p99: string | null }): string =>
  `${roundTrips} 次往返、P99 ${p99 ?? '未知'}`;

export const trial: TrialMessages = {
  titles: { limiters: '限流器对比', scenarios: '记录方式对比' },
  ownServer: '本机的专用实例',
  labels: { limit: '上限', load: '负载', rtt: 'RTT', partial: '不完整', spent: '开销', recorded: '记录', failed: '失败' },
  spent: (time) => `${time}；未访问其他 Redis`,
  rtt: (measured, added) =>
    `${measured}：${added === null ? '未增加延迟' : `在本机上增加 ${added}`}。只用于相互比较，不代表实际网络`,
  progress: (number, total, title) => `${number} / ${total}：${title}`,
  limiters: {
    title: (id) => TITLES[id],
    tables: { checks: '固定速率的检查', duration: '每次检查的耗时', throughput: '吞吐', failures: '发生故障时' },
    bursts: (callers) => `${formatCount(callers)} 个并发检查`,
    remarks: { checks: '耗时从应检查的时刻算起', duration: '固定速率，从应检查的时刻算起' },
    limitIs: (limit) => `上限 ${formatCount(limit)}`,
    callers: (count) => `${formatCount(count)} 个调用方，各自等待应答`,
    deadline: (time) => `脚本的时限为 ${time}，List 没有时限`,
    heads: {
      limiter: '限流器',
      roundTrips: '往返',
      inside: '内部命令',
      p50: 'P50 ms',
      p95: 'P95 ms',
      p99: 'P99 ms',
      failed: '失败',
      server: 'CPU µs',
      key: '键',
      fewest: '最少放行',
      most: '最多放行',
      holds: '上限',
      perSecond: '检查/s',
      flush: 'SCRIPT FLUSH：失败',
      restart: '重启：失败',
      back: '恢复 ms',
      slow: '无应答：失败',
      longest: '最长 ms',
    },
    holds: { yes: '守住', no: '未守住' },
    limit: (limit, window, subjects) => `${formatCount(subjects)} 个用户，每个用户 ${window} 内 ${formatCount(limit)} 次`,
    load: (perSecond, time, pool) => `每秒 ${formatCount(perSecond)} 次检查，持续 ${time}，${formatCount(pool)} 个连接`,
    interrupted: '已中断：缺少部分限流器',
    none: '没有测量任何限流器。',
    one: (title, of) => `${title}：${check(of)}。`,
    summary: ({ limit, before, after }, old, now) =>
      `上限 ${formatCount(limit)} 时，突发请求放行 ${formatCount(after)} 个，改前 ${formatCount(before)} 个。每次检查 ${check(now)}，改前 ${check(old)}。`,
  },
  scenarios: {
    title: ({ kind, switches, flushMs }) => {
      switch (kind) {
        case 'now':
          return '现状';
        case 'switches':
          return `关闭 ${switches.length} 个开关`;
        case 'switch':
        case 'statistics':
          return `关闭 ${switches[0]?.replace(COMMON, '')}`;
        case 'script':
          return '每次请求一个脚本';
        case 'buffer':
          return `缓冲 ${formatDuration((flushMs ?? 0) / 1_000)}`;
      }
    },
    tables: {
      scenarios: '记录一次请求',
      killed: '中途被杀',
      latency: '耗时',
      computed: '实测与 meter estimate 的推算',
      commands: '各命令的次数',
    },
    remarks: {
      scenarios: '命令数由 Redis 统计，旁边是 meter estimate 的推算和文档值',
      killed: '一半请求得到确认时 kill -9',
      latency: '从应发送请求的时刻到得到确认',
      computed: '每次请求；发送：一个脚本算一条命令',
      commands: '每次请求，取自 INFO commandstats',
    },
    heads: {
      scenario: '方式',
      commands: '命令',
      estimate: '推算',
      saves: '节省',
      document: '文档值',
      trips: '往返',
      bytes: '字节',
      server: 'CPU µs',
      p50: 'P50 ms',
      p95: 'P95 ms',
      p99: 'P99 ms',
      longest: '最长 ms',
      requests: '请求',
      failed: '失败',
      recorded: '计入统计',
      sent: '发送',
      computed: '推算',
      command: '命令',
      perRequest: '每次请求',
      ended: '已结束',
      acknowledged: '已确认',
      lost: '丢失',
      lostCost: '其费用',
      unseen: '限制未计入',
    },
    recorded: (profile, release) => `${profile} ${release} 在请求结束时写入的内容`,
    load: ({ requests, perSecond, concurrency, apiKeys, accounts, models }) =>
      `${formatCount(requests)} 次请求，每秒 ${formatCount(perSecond)} 次，最多 ${formatCount(concurrency)} 个并发；${listed([
        `${formatCount(apiKeys)} 个 API Key`,
        `${formatCount(accounts)} 个账户`,
        `${formatCount(models)} 个模型`,
      ])}`,
    failed: (requests) => `${formatCount(requests)} 次请求（--all 显示）`,
    interrupted: '已中断：缺少部分记录方式',
    running: (title, isKilled) => `${title}${isKilled ? '，中途被杀' : ''}`,
    meansTrips: (title) => `${title}：文档值指往返`,
    none: '没有测量任何记录方式。',
    one: (title, commands, roundTrips) => `${title}：每次请求 ${commands} 条命令、${roundTrips} 次往返。`,
    now: (commands, roundTrips) => `记录一次请求需 ${commands} 条命令、${roundTrips} 次往返。`,
    script: (roundTrips, commands) => `一个脚本 ${roundTrips} 次往返、${commands} 条命令。`,
    switches: (count, share) => `关闭 ${count} 个开关省 ${percent(share)} 的命令。`,
    together: (sentences) => sentences.join(''),
  },
};
