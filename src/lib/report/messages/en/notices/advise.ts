import type { AdviseNotices } from '../../../../advise/notices.js';
import { formatCount, formatCounted } from '../../../../format/number.js';
import type { Sentences } from '../../../../format/message.js';

export const advise: Sentences<AdviseNotices> = {
  'ttls-sampled': ({ keys, read }) =>
    `The TTLs of ${formatCount(read)} of ${formatCounted(keys, 'key', 'keys')} that should have one were read, and none is lost: meter prune --leaked checks them all.`,
  'owners-unread': () =>
    'Data of deleted owners are not listed, because the owners may be in the part of the snapshots that was not read.',
};
