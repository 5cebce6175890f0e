/** Sentences about limiters. */
import type { LimiterFindingParams } from '../../../../audit/limiters/params.js';
import { formatDuration } from '../../../../format/duration.js';
import { formatCount } from '../../../../format/number.js';
import type { AuditMessages } from '../../audit.js';
import { listed, share, someOf } from '../figures.js';

const ofLists = (count: number, looked: number): string => `检查的 ${formatCount(looked)} 个 List 中有 ${formatCount(count)} 个`;

export const limiterFindings: Pick<AuditMessages['findings'], keyof LimiterFindingParams> = {
  'permanent-limiter-keys': ({ count, params: { pattern, keys, exact, note } }) => ({
    title: `${pattern} 为每个被限流过的对象永久保留一个键`,
    evidence: `${formatCount(keys)} 个键中${exact ? '有' : '约有'} ${formatCount(count)} 个没有 TTL，应用从不设置${note === null ? '' : `；${note}`}`,
  }),
  'limiter-times-ahead': ({ count, params: { pattern, looked, ids, aheadSeconds, capacity } }) => ({
    title: `${pattern} 含未来的时间，会误拒请求`,
    evidence: `${ofLists(count, looked)}的最新元素比当前时间晚，最多 ${formatDuration(aheadSeconds)}：${someOf(ids, count)}；旧版本写入的是本地时间，当前版本按 UTC 读取。List 已满${capacity === null ? '' : `（${formatCount(capacity)} 个元素）`}的对象在此之前一直被拒绝，每次被拒还会重置 TTL`,
  }),
  'denials-extend-ttl': ({ count, params: { pattern, looked } }) => ({
    title: `被拒绝的请求让 ${pattern} 的键一直不过期`,
    evidence: `${ofLists(count, looked)}在最新元素之后又被重置 TTL，来自被拒绝的请求：只要对方继续重试，List 就一直占用内存`,
  }),
  'window-outlives-ttl': ({ params: { rule, windowSeconds, ttlSeconds } }) => ({
    title: `${rule} 的窗口比键的存活时间长`,
    evidence: `窗口为 ${formatDuration(windowSeconds)}，键在最后一次请求 ${formatDuration(ttlSeconds)} 后过期：等待这么久即可从零计数`,
  }),
  'limiter-overrun': ({ count, params: { pattern, rule, longest, capacity } }) => ({
    title: `${rule} 放行的请求超过上限`,
    evidence: `${pattern} 中有 ${formatCount(count)} 个 List 超过上限 ${formatCount(capacity)}，最长 ${formatCount(longest)}：并发请求会同时通过检查`,
  }),
  'limiter-generations': ({ params: { rules, older, newer, recent } }) => ({
    title: '新旧两代限流器的键同时存在',
    evidence: `${listed(rules)}：旧版本 ${listed(older)}，新版本 ${listed(newer)}；${
      recent === null
        ? '两个版本的进程同时运行时，各自只统计自己收到的请求'
        : recent === 0
          ? '最近一分钟没有使用旧键，等其过期即可'
          : `最近一分钟使用了 ${formatCount(recent)} 个旧键，说明旧版本进程仍在运行，两者各自只统计自己收到的请求`
    }`,
  }),
  'limiter-noscript': ({ count, params: { application, pattern, calls } }) => ({
    title: `${application} 调用的脚本已不在 Redis 中`,
    evidence: `${calls === null ? '' : `EVALSHA 共 ${formatCount(calls)} 次，`}${formatCount(count)} 次返回 NOSCRIPT；${pattern} 的限流器只在启动时加载一次脚本，Redis 重启或执行 SCRIPT FLUSH 后，受限流的请求全部返回 500`,
  }),
  'hot-limiter-keys': ({ count, params: { by, keys } }) => ({
    title: '限流器有热 Key',
    evidence: `${formatCount(count)} 个，依据${by === 'lfu' ? ' Redis 淘汰所用的访问频率（0 到 255）' : ' HOTKEYS（CPU 时间占比）'}：${someOf(
      keys.map(({ key, weight }) => `${key} ${by === 'lfu' ? formatCount(weight) : share(weight)}`),
      count,
    )}`,
  }),
};

export const limiterRemedies: Pick<
  AuditMessages['remedies'],
  | 'remove-lists'
  | 'none-for-denials'
  | 'shorter-window'
  | 'count-in-one-step'
  | 'one-generation'
  | 'restart-application'
  | 'cool-limiter'
> = {
  'remove-lists': (_, commands) =>
    commands.length === 0 ? { advice: '删除这些 List：受限的对象可再用一遍上限' } : { command: commands.join(' && ') },
  'none-for-denials': () => ({ advice: '无需处理：不会延长任何人的受限时间，停止请求后 List 自行过期' }),
  'shorter-window': ({ params: { variable, seconds } }) => ({
    advice: variable === null ? `将窗口设为不超过 ${seconds} s` : `将 ${variable} 设为不超过 ${seconds} s`,
  }),
  'count-in-one-step': () => ({
    advice: '没有可用的设置：只有在一个脚本中完成检查和计数才能守住上限；meter trial limiters 并列对比两种方式',
  }),
  'one-generation': ({ params: { carriesOver } }) => ({
    advice: `停止旧版本进程，旧键会自行过期${carriesOver ? '；或用 meter migrate --limiters list:window 把旧键的计数加到新键' : ''}`,
  }),
  'restart-application': ({ params: { application } }) => ({
    advice: `重启 ${application} 的所有进程以重新加载脚本；Redis 每次重启后都要这样做`,
  }),
  'cool-limiter': ({ params: { byAddress, shortfall } }) => ({
    advice: `${byAddress ? '若该地址是代理，让中转服务从请求头读取客户端地址；' : ''}被拒后在内存中拦截到重置时间，可省去反复重试的调用；hash tag 只对多键脚本有用；把一个上限拆成四个分片只是近似${shortfall === null ? '' : `：上限还剩约 ${share(shortfall)} 时就会开始拒绝`}`,
  }),
};
