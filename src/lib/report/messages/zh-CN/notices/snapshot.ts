import type { Sentences } from '../../../../format/message.js';
import type { SnapshotNotices } from '../../../../snapshot/notices.js';

export const snapshot: Sentences<SnapshotNotices> = {
  'snapshot-doubt': ({ message }) => message,
};
