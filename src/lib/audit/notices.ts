/** What the reader of an audit should know besides its figures, as data: the sentences are in report/messages. */
import type { Message } from '../format/message.js';
import type { SessionNotices } from '../redis/notices.js';

type Nothing = Record<never, never>;

export interface AuditNotices extends SessionNotices {
  /** `reason`: as `source.partial`. */
  partial: { reason: string };
  /** What the command ceiling has kept from the report: questions about single keys, and keys of the sample. */
  'ceiling-reached': { unasked: number; unread: number; familiesWithoutSize: number };
  'keys-refused': { refused: number; asked: number };
  'sizes-unknown': { without: number; families: number };
  'sizes-by-five-elements': Nothing;
  'lengths-left-out': Nothing;
  'part-of-keyspace': Nothing;
  'other-databases': { keys: number };
  'questions-unanswered': Nothing;
  'some-shards-only': Nothing;
  'judged-before-made': { savedAt: string };
  'judged-long-after': { savedAt: string };
  'empty-keys': { file: string; keys: number };
  'enterprise-records': { file: string; records: number };
  'trailing-bytes': { file: string; bytes: number };
  'no-checksum': { file: string };
  'append-only-base': { file: string };
  'owners-mistaken': { share: number };
}

export type AuditNotice = Message<AuditNotices>;
