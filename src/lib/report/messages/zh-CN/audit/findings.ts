import { isLowerBound } from '../../../../audit/bytes-figure.js';
import type { LostTtl, Scope } from '../../../../audit/finding.js';
import type { BytesFigure } from '../../../../audit/model.js';
import type { Held } from '../../../../estimate/background.js';
import { formatBytes } from '../../../../format/bytes.js';
import { formatDuration } from '../../../../format/duration.js';
import { formatCount } from '../../../../format/number.js';
import type { AuditMessages } from '../../audit.js';
import { joined, listed, share as shareText, someOf, withoutStop } from '../figures.js';
import { limiterFindings } from './limiters.js';

/** Follows `占`. */
const SCOPE: Readonly<Record<Scope, string>> = { whole: '', asked: '所选', seen: '已读' };

const promise = ({ promisedSeconds }: LostTtl): string =>
  promisedSeconds === null ? 'TTL' : `TTL ${formatDuration(promisedSeconds)}`;

const ofKeys = (count: number, { exact, keys }: Pick<LostTtl, 'exact' | 'keys'>): string =>
  `${formatCount(keys)} 个键中${exact ? '有' : '约有'} ${formatCount(count)} 个`;

const haveNone = (count: number, params: LostTtl): string =>
  params.promisedSeconds === null
    ? `${ofKeys(count, params)}没有 TTL，而该键族都应设置 TTL`
    : `${ofKeys(count, params)}没有 TTL，而该键族的 TTL 应为 ${formatDuration(params.promisedSeconds)}`;

const unsaved = (changes: number): string => (changes === 0 ? '' : `；${formatCount(changes)} 次变更不在任何快照中`);

function lossesText(sentences: readonly string[]): string {
  // Sorted, because the order of families depends on the order of keys.
  const lost = [...new Set(sentences.flatMap((text) => withoutStop(text).split('；')))].sort();
  return lost.length === 0 ? '没有程序读取这些数据' : `清理后以下内容不再可见：${lost.join('；')}`;
}

const sizeText = (size: BytesFigure): string =>
  size.bytes === null ? '' : `，${isLowerBound(size) ? '至少' : '约'} ${formatBytes(size.bytes)}`;

const heldText = ({ keys, apiKeys, accounts, models }: Held): string =>
  listed([
    `${formatCount(keys)} 个键`,
    ...(apiKeys === null ? [] : [`${formatCount(apiKeys)} 个 API Key`]),
    ...(accounts === null ? [] : [`${formatCount(accounts)} 个账户`]),
    ...(models === null ? [] : [`${formatCount(models)} 个模型`]),
  ]);

const settingsText = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([env, value]) => `，${env}=${value}`)
    .join('');

export const findings: AuditMessages['findings'] = {
  ...limiterFindings,
  'failed-calls': ({ params: { commands, others, errors } }) => {
    const names = commands.map(
      ({ command, failed, calls }) => `${command} ${formatCount(calls)} 次调用中 ${formatCount(failed)} 次失败`,
    );
    const more = others === 0 ? '' : `，另有 ${formatCount(others)} 种命令`;
    const by = errors.map(({ name, count }) => `${name} ${formatCount(count)} 次`);
    return {
      title: '有命令执行失败，开销与成功的命令相同',
      evidence: `自统计开始：${listed(names)}${more}${by.length === 0 ? '' : `；全部命令的错误：${listed(by)}`}`,
    };
  },
  'limit-ended': ({ count, params: { limit, pattern, ids, before, now, checked, owners } }) => ({
    title: `${limit}在 ${before} 之后失效`,
    evidence: `${formatCount(count)} 个对象在 ${before} 有上限、在 ${now} 没有，请求全部放行：${someOf(ids, count)}；上限存于 ${pattern}${checked < owners ? `；${formatCount(owners)} 个中检查了 ${formatCount(checked)} 个` : ''}`,
  }),
  'ghost-index-member': ({ count, params: { pattern, member, sets } }) => ({
    title: `${pattern} 含幽灵成员「${member}」`,
    evidence: `检查的 ${formatCount(sets)} 个集合中有 ${formatCount(count)} 个含有启动迁移误写的成员`,
  }),
  'abandoned-leases': ({ count, params }) => ({
    title: `${params.pattern} 计入了无人续期的请求`,
    evidence: `${ofKeys(count, params)}最近一次续期在 ${formatDuration(params.missedSeconds)} 前或更早，例如进程被 kill -9 之后（除非应用设置了更短的租约）；过期之前一直占用名额，最长 ${formatDuration(params.leftSeconds)}`,
  }),
  'background-scan-load': ({ count, params: { application, jobs, settings, ...held } }) => ({
    title: `${application} 在后台反复扫描整个键空间`,
    evidence: `没有流量时每天也有约 ${formatCount(count)} 条命令（${heldText(held)}${settingsText(settings)}）；主要来自：${jobs.join('；')}`,
  }),
  'keys-command': ({ count, params: { msPerCall, callers } }) => ({
    title: '有客户端在用 KEYS，会阻塞 Redis',
    evidence: `自统计开始调用 ${formatCount(count)} 次，每次 ${msPerCall.toFixed(1)} ms，期间不响应其他客户端${callers.map(({ application, when }) => `；${application}：${when}`).join('')}`,
  }),
  'eviction-can-drop-counters': ({ params: { policy, maxmemory, expiringOnly } }) => ({
    title: `淘汰策略 ${policy} 可能删掉应用必需的计数器`,
    evidence: `${maxmemory > 0 ? `内存达到 ${formatBytes(maxmemory)} 时` : '一旦设置内存上限（目前没有）'}，Redis 会删除${expiringOnly ? '有 TTL 的键，包括用于限额的费用' : '任意键，包括 API Key、账户和累计值'}`,
  }),
  'memory-headroom': ({ params: { usedMemory, maxmemory, evicts } }) => ({
    title: '内存即将用尽',
    evidence: `${formatBytes(maxmemory)} 已用 ${shareText(usedMemory / maxmemory)}，用满后${evicts ? '会淘汰键' : '写入会失败'}`,
  }),
  'secret-in-key-name': ({ count, params: { pattern, secret } }) => ({
    title: joined(`${pattern} 的键名含`, secret),
    evidence: `能执行 SCAN 或 MONITOR、能看到慢日志或备份的人都能读到${count === 1 ? '' : `，共 ${formatCount(count)} 个`}`,
  }),
  'wrong-type': ({ params: { pattern, expected, found } }) => ({
    title: `${pattern} 的类型与应用写入的不符`,
    evidence: `应为 ${expected}，实为 ${listed(found.map(({ type, keys }) => `${type}（${formatCount(keys)} 个）`))}；可能有其他应用共用此 Redis`,
  }),
  'unrecognised-keys': ({ count, params: { share, scope, families } }) => ({
    title: '有键不属于任何应用画像',
    evidence: `${formatCount(count)} 个，占全部${SCOPE[scope]}键的 ${shareText(share)}，推断为 ${formatCount(families)} 个键族；永不清理`,
  }),
  'orphan-owner': ({ count, params: { owner, ids, keys, bytes, bytesHow, unchecked, all } }) => {
    const size = bytes > 0 ? `，${bytesHow === 'about' ? '约' : '至少'} ${formatBytes(bytes)}` : '';
    // A wrong database is more likely than a relay without any owner.
    const doubt = all ? '；在此一个都不存在：可能存于其他数据库或实例，或应用画像不符' : '';
    return {
      title: joined(owner, '已删除，数据仍在'),
      evidence: `已删除 ${formatCount(count)} 个（${someOf(ids, count)}），遗留 ${formatCount(keys)} 个键${size}${unchecked > 0 ? `；另有 ${formatCount(unchecked)} 个无法判定` : ''}${doubt}`,
    };
  },
  'no-persistence': ({ params: { unsavedChanges } }) => ({
    title: '数据没有落盘',
    evidence: `AOF 已关闭，也没有快照保存点；一旦重启，API Key、账户和累计值全部丢失${unsaved(unsavedChanges)}`,
  }),
  'save-failed': ({ params: { what, unsavedChanges } }) =>
    what === 'snapshot'
      ? {
          title: '最近一次快照失败',
          evidence: `除非 stop-writes-on-bgsave-error 为 no，否则拒绝写入（MISCONF）${unsaved(unsavedChanges)}`,
        }
      : { title: 'AOF 无法写入', evidence: `恢复之前拒绝写入（MISCONF）${unsaved(unsavedChanges)}` },
  'unbounded-collection': ({ params: { pattern, bytes, share, scope, longest, bound, note } }) => ({
    title: `${pattern} 占用大且持续增长`,
    evidence: `${formatBytes(bytes)}${share === null ? '' : `（占${SCOPE[scope]}数据的 ${shareText(share)}）`}，最长 ${formatCount(longest)} 个元素，${bound === null ? '从不裁剪' : `满 ${formatCount(bound)} 才裁剪`}${note === null ? '' : `；${note}`}`,
  }),
  'heavy-optional-data': ({ count, params: { pattern, share, scope, bytes, note } }) => ({
    title: `${pattern} 占${SCOPE[scope]}数据的 ${shareText(share)}`,
    evidence: `${formatCount(count)} 个键，${formatBytes(bytes)}；${withoutStop(note)}`,
  }),
  'big-hot-structure': ({ params: { key, type, bytes, length } }) => ({
    title: `大 Key：${type ?? '类型未知'}`,
    evidence: `${key}：${formatBytes(bytes)}${length === null ? '' : `，${formatCount(length)} 个元素`}；整体读取时会阻塞 Redis`,
  }),
  'fine-grained-statistics': ({ count, params: { families, share, scope, size, losses } }) => ({
    title: '小时级和分钟级统计过细，多数运维场景用不到',
    evidence: `${formatCount(families)} 个键族共 ${formatCount(count)} 个键，占全部${SCOPE[scope]}键的 ${shareText(share)}${sizeText(size)}（含索引集合）；${lossesText(losses)}`,
  }),
  'counter-without-ttl': ({ count, params }) => ({
    title: `${params.pattern} 有键泄漏，没有 TTL`,
    evidence: `${haveNone(count, params)}${params.note === null ? '' : `；${withoutStop(params.note)}`}`,
  }),
  'imported-without-ttl': ({ count, params }) => ({
    title: `${params.pattern} 有永不过期的键`,
    evidence: `${haveNone(count, params)}；导入时丢掉 TTL 就会这样`,
  }),
  'key-without-ttl': ({ count, params }) => ({
    title: `${params.pattern} 有永不过期的键`,
    evidence: haveNone(count, params),
  }),
  'one-day-ttl': ({ count, params }) => ({
    title: `${params.pattern} 的数据将提前过期`,
    evidence: `${ofKeys(count, params)}剩余不超过 1 天，按 ${promise(params)} 本应更久；导入数据后再经过每小时的清理任务就会这样`,
  }),
};
