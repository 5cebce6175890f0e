/** Warnings and notes of an audit, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';
import type { SessionNotices } from '../redis/notices.js';

type Nothing = Record<never, never>;

export interface AuditNotices extends SessionNotices {
  /** `reason`: the same as `source.partial`. */
  partial: { reason: string };
  /** What is missing because of the command ceiling: questions about single keys, and keys of the sample. */
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
