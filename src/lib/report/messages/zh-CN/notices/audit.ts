import type { AuditNotices } from '../../../../audit/notices.js';
import { formatBytes } from '../../../../format/bytes.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount } from '../../../../format/number.js';
import type { SessionNotices } from '../../../../redis/notices.js';
import { share as shareText } from '../figures.js';

const PARTIAL: Readonly<Record<string, string>> = {
  interrupted: '扫描已中断',
  'connection-lost': '连接已断开',
  'alien-reply': '应答不符合 Redis 协议',
  'scan-stuck': 'SCAN 没有结束',
  'scan-refused': 'SCAN 被拒绝',
  'too-slow': '应答过慢',
  'not-serving': 'Redis 暂时不提供服务',
  quota: '实例配额已用完',
  'max-commands': '命令上限（--max-commands）已用完',
  'command-budget': '命令上限（--max-commands）已用完',
  timeout: 'Redis 没有及时应答',
  deadline: '--within 的时限已到',
  limit: '已达到键数上限（--limit）',
  damaged: '快照损坏或截断',
  'no-rights': '当前用户无权读取部分键',
};

function ceilingText({ unasked, unread, familiesWithoutSize }: AuditNotices['ceiling-reached']): string {
  const questions = unasked === 0 ? '' : `因 --max-commands，${formatCount(unasked)} 项检查未执行，可能缺少问题`;
  if (unread === 0) return questions;
  const left = `${questions === '' ? '' : `${questions}；`}因 --max-commands，抽样中 ${formatCount(unread)} 个键未读取`;
  if (familiesWithoutSize === 0) return `${left}，置信区间更宽`;
  return `${left}：${formatCount(familiesWithoutSize)} 个键族的大小未知，标 ≥ 的合计不含它们`;
}

export const audit: Sentences<Omit<AuditNotices, keyof SessionNotices>> = {
  partial: ({ reason }) => `${PARTIAL[reason] ?? reason}；数值只覆盖此前读取的部分`,
  'ceiling-reached': ceilingText,
  'keys-refused': ({ refused, asked }) =>
    `当前用户无权读取 ${formatCount(asked)} 个抽样键中的 ${formatCount(refused)} 个，只知道键名（ACL SETUSER <user> %R~* 可授权读取所有键）`,
  'sizes-unknown': ({ without, families }) =>
    `${formatCount(families)} 个键族中有 ${formatCount(without)} 个大小未知：无法检查 heavy-optional-data，big-hot-structure 和 unbounded-collection 只检查了其余键族`,
  'sizes-by-five-elements': () => '已读取每个键，但集合类型的大小由 MEMORY USAGE 按 5 个元素推算',
  'lengths-left-out': () => '未读取长度：读取会重置淘汰策略所用的空闲时间（加 --lengths 仍读取）',
  'part-of-keyspace': () => '只选择了部分键空间：占比均相对于所选部分',
  'other-databases': ({ keys }) => `其他数据库的 ${formatCount(keys)} 个键未计入（--db all 读取全部）`,
  'questions-unanswered': () => '对单个键的部分查询没有得到应答',
  'some-shards-only': () => '看起来只是集群的部分分片：其余分片的内容不在本报告中（用 --rdb 给出所有分片的文件）',
  'judged-before-made': ({ savedAt }) => `快照生成于 ${savedAt}，晚于判定时间（--now）`,
  'judged-long-after': ({ savedAt }) => `缺少的键大多在快照生成时尚未过期：--now ${savedAt} 显示当时的状态`,
  'empty-keys': ({ file, keys }) => `${file}：${formatCount(keys)} 个键没有元素，按 Redis 加载时的做法忽略`,
  'enterprise-records': ({ file, records }) => `${file}：跳过 ${formatCount(records)} 条 Redis Enterprise 记录，其中没有键和值`,
  'trailing-bytes': ({ file, bytes }) => `${file}：快照结尾之后的 ${formatBytes(bytes)} 未检查`,
  'no-checksum': ({ file }) => `${file}：生成时没有校验和（rdbchecksum no），损坏可能无法发现`,
  'append-only-base': ({ file }) => `${file}：这是 AOF 的基础文件，不含此后的写入`,
  'owners-mistaken': ({ share }) => `名称太多，无法全部记住：已删除的对象中约 ${shareText(share)} 可能被当作仍存在`,
};
