import type { Sentences } from '../../../../format/message.js';
import { formatDuration } from '../../../../format/duration.js';
import type { SessionNotices } from '../../../../redis/notices.js';

export const session: Sentences<SessionNotices> = {
  'reads-replica': ({ replica, of }) => `Reading from the replica ${replica} of ${of}.`,
  'cluster-names-no-nodes': () =>
    'The server is in cluster mode but names no other nodes; all keys are read through this address.',
  'cluster-shards': ({ shards, role }) => `The server is part of a cluster: one ${role} of each of its ${shards} shards is read.`,
  'slots-without-node': ({ slots }) => `${slots} of the cluster’s slots have no node: their keys cannot be read.`,
  'judged-at-another-time': ({ aheadMs }) =>
    `The time to judge by (--now) is ${formatDuration(Math.abs(aheadMs) / 1_000)} ${aheadMs < 0 ? 'behind' : 'ahead of'} the server's clock, by which keys expire: a key may seem to have the wrong TTL, or to be missing.`,
  'info-refused': ({ node }) => `${node} refuses INFO: version, memory and topology are unknown.`,
  'idle-times-reset': () =>
    'Reading values resets the idle times that the eviction policy uses, because this server has no CLIENT NO-TOUCH.',
};
