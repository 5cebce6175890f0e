import { formatDuration } from '../../../../format/duration.js';
import type { Sentences } from '../../../../format/message.js';
import type { SessionNotices } from '../../../../redis/notices.js';

const ROLES: Readonly<Record<string, string>> = { master: '主节点', replica: '副本' };

export const session: Sentences<SessionNotices> = {
  'reads-replica': ({ replica, of }) => `从 ${of} 的副本 ${replica} 读取。`,
  'cluster-names-no-nodes': () => '实例处于集群模式但未列出其他节点；所有键都通过此地址读取。',
  'cluster-shards': ({ shards, role }) => `实例属于集群：读取 ${shards} 个分片，每个分片一个${ROLES[role] ?? ` ${role}`}。`,
  'slots-without-node': ({ slots }) => `集群有 ${slots} 个槽没有节点，其中的键无法读取。`,
  'judged-at-another-time': ({ aheadMs }) =>
    `判定时间（--now）比 Redis 时钟${aheadMs < 0 ? '慢' : '快'} ${formatDuration(Math.abs(aheadMs) / 1_000)}，而键按 Redis 时钟过期：可能误报 TTL 不符或缺键。`,
  'info-refused': ({ node }) => `${node} 拒绝 INFO：版本、内存和拓扑未知。`,
  'idle-times-reset': () => '此实例没有 CLIENT NO-TOUCH，读取值会重置淘汰策略所用的空闲时间。',
};
