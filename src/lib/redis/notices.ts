/** Warnings about the choice of nodes, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';

export interface SessionNotices {
  'reads-replica': { replica: string; of: string };
  'cluster-names-no-nodes': Record<never, never>;
  'cluster-shards': { shards: number; role: 'master' | 'replica' };
  'slots-without-node': { slots: number };
  'info-refused': { node: string };
}

export type SessionNotice = Message<SessionNotices>;
