/** Warnings about the server and the choice of nodes, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';

export interface SessionNotices {
  'reads-replica': { replica: string; of: string };
  'cluster-names-no-nodes': Record<never, never>;
  'cluster-shards': { shards: number; role: 'master' | 'replica' };
  'slots-without-node': { slots: number };
  'info-refused': { node: string };
  /** Reading values changes what an LRU or LFU policy evicts. */
  'idle-times-reset': Record<never, never>;
  /** `aheadMs`: of the server's clock; below zero: behind it. */
  'judged-at-another-time': { aheadMs: number };
}

export type SessionNotice = Message<SessionNotices>;
