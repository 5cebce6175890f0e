/** Warnings about snapshots, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';

export interface SnapshotNotices {
  /** Why not to trust the file. `message`: a sentence without its beginning and end. */
  'snapshot-doubt': { problem: string; message: string };
}

export type SnapshotNotice = Message<SnapshotNotices>;
