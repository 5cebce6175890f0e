/** Warnings and notes of a check, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';

export interface ConsistencyNotices {
  'no-application': Record<never, never>;
  'not-every-key': { reason: string };
  'check-refused': { keys: number };
  'differences-not-listed': { differences: number };
  'differences-not-read-again': { differences: number };
  'release-undecided': { groups: number };
  'judged-without-fields': { invariants: string[] };
  'groups-unsettled': { groups: number };
  'groups-on-disk': Record<never, never>;
  'reading-failed': { error: string; message: string };
}

export type ConsistencyNotice = Message<ConsistencyNotices>;
