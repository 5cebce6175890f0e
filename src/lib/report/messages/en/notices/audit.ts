import type { AuditNotices } from '../../../../audit/notices.js';
import { formatBytes } from '../../../../format/bytes.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount, formatCounted, formatShare } from '../../../../format/number.js';
import type { SessionNotices } from '../../../../redis/notices.js';

const PARTIAL: Readonly<Record<string, string>> = {
  interrupted: 'the scan was interrupted',
  'connection-lost': 'the connection was lost',
  'alien-reply': 'the server answered in a way that Redis does not',
  'scan-stuck': 'SCAN did not come to an end',
  'scan-refused': 'SCAN was refused',
  'too-slow': 'the server answered too slowly',
  'not-serving': 'the server did not serve for the time being',
  quota: 'the quota of the server was used up',
  'max-commands': '--max-commands was used up',
  'command-budget': '--max-commands was used up',
  timeout: 'the server did not answer in time',
  deadline: 'the time of --within was up',
  limit: 'the key limit (--limit) was reached',
  damaged: 'the snapshot is damaged or cut off',
  'no-rights': 'the user may not read some of the keys',
};

function ceilingText({ unasked, unread, familiesWithoutSize }: AuditNotices['ceiling-reached']): string {
  const questions =
    unasked === 0
      ? ''
      : `--max-commands left ${formatCounted(unasked, 'question', 'questions')} unasked: findings may be missing`;
  if (unread === 0) return questions;
  const left = `${questions === '' ? '--max-commands left' : `${questions};`} ${formatCounted(unread, 'key', 'keys')} of the sample unread`;
  if (familiesWithoutSize === 0) return `${left}: intervals are wider`;
  return `${left}: of ${formatCounted(familiesWithoutSize, 'family', 'families')} no size is known, sums marked ≥ are without them`;
}

export const audit: Sentences<Omit<AuditNotices, keyof SessionNotices>> = {
  partial: ({ reason }) => `${PARTIAL[reason] ?? reason}; the figures cover what was read until then`,
  'ceiling-reached': ceilingText,
  'keys-refused': ({ refused, asked }) =>
    `the user may not read ${formatCount(refused)} of ${formatCounted(asked, 'sampled key', 'sampled keys')}: ` +
    'nothing but their names is known (ACL SETUSER <user> %R~* lets it read all keys)',
  'sizes-unknown': ({ without, families }) =>
    `nothing is known of the sizes of ${formatCount(without)} of ${formatCounted(families, 'family', 'families')}: ` +
    'heavy-optional-data could not be checked, big-hot-structure and unbounded-collection only in the others',
  'sizes-by-five-elements': () =>
    'every key was asked for, but the size of a collection is what MEMORY USAGE tells from 5 of its elements',
  'lengths-left-out': () =>
    'lengths were left out: reading them would reset the idle times that this eviction policy goes by (--lengths reads them all the same)',
  'part-of-keyspace': () => 'only a part of the keyspace was asked for: shares are shares of that part',
  'other-databases': ({ keys }) =>
    `${formatCounted(keys, 'key of another database was', 'keys of other databases were')} left out (--db all reads all)`,
  'questions-unanswered': () => 'some questions about single keys were not answered',
  'some-shards-only': () =>
    'these look like some of the shards of a cluster: what the others hold is not in this report (--rdb takes the files of all shards)',
  'judged-before-made': ({ savedAt }) => `the snapshot was made at ${savedAt}, later than the time it is judged by (--now)`,
  'judged-long-after': ({ savedAt }) =>
    `most of what is missing had not expired when the snapshot was made: --now ${savedAt} shows it as it was then`,
  'empty-keys': ({ file, keys }) =>
    `${file}: ${formatCounted(keys, 'key is', 'keys are')} without any element, and left out, as a server does that loads it`,
  'enterprise-records': ({ file, records }) =>
    `${file}: ${formatCounted(records, 'record', 'records')} of Redis Enterprise, which say nothing of keys or values, were passed over`,
  'trailing-bytes': ({ file, bytes }) => `${file}: ${formatBytes(bytes)} after the end of the snapshot were not looked at`,
  'no-checksum': ({ file }) => `${file}: its server made no checksum (rdbchecksum no), so that damage may go unnoticed`,
  'append-only-base': ({ file }) => `${file}: it is the base of an append-only file, and lacks what was written since`,
  'owners-mistaken': ({ share }) =>
    `so many names cannot all be remembered: ${formatShare(share)} of the owners that are gone may pass for present`,
};
