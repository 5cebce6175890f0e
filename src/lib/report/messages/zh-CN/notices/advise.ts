import type { AdviseNotices } from '../../../../advise/notices.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount } from '../../../../format/number.js';

export const advise: Sentences<AdviseNotices> = {
  'ttls-sampled': ({ keys, read }) =>
    `应有 TTL 的 ${formatCount(keys)} 个键中读取了 ${formatCount(read)} 个，没有丢失 TTL 的：meter prune --leaked 检查全部。`,
  'owners-unread': () => '未列出已删除对象的数据，因为这些对象可能在快照未读取的部分。',
};
