/** Notices of an advice, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';

export interface AdviseNotices {
  /** No lost TTL was seen, in the TTLs of this number of keys that should have one. */
  'ttls-sampled': { keys: number; read: number };
  /** The owners of data may be in the part of the snapshots that was not read. */
  'owners-unread': Record<never, never>;
}

export type AdviseNotice = Message<AdviseNotices>;
