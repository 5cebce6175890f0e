/** Warnings and notes of a plan, as data; the sentences are in report/messages. */
import type { MeterError } from '../format/errors.js';
import type { Message } from '../format/message.js';
import type { SessionNotices } from '../redis/notices.js';

type Nothing = Record<never, never>;

export interface PlanNotices extends Pick<SessionNotices, 'judged-at-another-time'> {
  'clocks-differ': Nothing;
  'offset-assumed': { utcOffset: number };
  /** `unread`: `null`: not reported. */
  'read-by-groups': { family: string; groups: { name: string; unread: number | null; pending: number }[] };
  /** `ids`: some of the owners, as they may be shown. */
  'owners-gone': { owner: string; count: number; ids: string[] };
  'release-not-shown': Nothing;
  'checked-again-afterwards': Nothing;
  'no-certain-repair': { differences: number };
  /** `families`: ids of families that were not named, which the repairs would change. */
  'other-families': { differences: number; families: string[] };
  'rolled-up': {
    fine: string;
    coarse: string;
    keys: number;
    sums: { all: number; complete: number; short: number; missing: number };
    /** Total amounts that are added, as exact decimals. */
    added: { field: string; sum: string }[];
  };
  'fields-lost': { fine: string; coarse: string; fields: string[] };
  /** `createdAt`: identifies the archive if there are several. */
  'archive-cut-off': { createdAt: string | null };
  'archive-of-other-server': { createdAt: string | null; madeOn: string; target: string };
  'archive-expired': { keys: number };
  /** Keys whose shortened TTL has ended. */
  'expired-since': { keys: number };
  'archive-restored': { createdAt: string | null };
  /** `examples`: a few of them; `null`: no limit. */
  'limits-changed': { owners: number; examples: { owner: string; before: string | null; after: string | null }[] };
  /** Owners whose limit, or whose counters, are already so. */
  'limits-so-already': { owners: number };
  /** Owners who have used as much as their new limit allows. */
  'limit-below-usage': { owners: number; examples: string[] };
  /** Texts that should be numbers. They are neither copied nor reset. */
  'limit-no-number': { field: string; owners: number; examples: string[] };
  /** Owners who have another limit already, which is kept. */
  'limit-kept': { owners: number; examples: string[] };
  /** Keys that cannot be read, or are of another type. */
  'limit-unreadable': { owners: number; examples: string[] };
  /** The limit is in the key of one billing cycle, and the next one begins without it. */
  'limit-of-one-cycle': { cycle: string };
  /** Lists of limiters become counters. `offsetMinutes`: of the times in the lists. */
  'limiters-seeded': { seed: 'newest' | 'oldest' | 'replay'; offsetMinutes: number };
  /** Who has used 80 % of a limit or more. `subjects`: some of them, as they may be shown. */
  'limiters-near': { count: number; subjects: { id: string; rule: string; used: number; capacity: number }[] };
  /** For a run: what ended a part of it, and the next step. */
  failure: { error: string; message: string; suggestions: string[] };
  /** The text of a plan from a file, which anyone may have written. */
  'plan-says': { text: string };
}

export type PlanNotice = Message<PlanNotices>;

/** What ended a part of a run, and the next step. */
export const failureNotice = ({ code, message, suggestions }: MeterError): PlanNotice => ({
  code: 'failure',
  params: { error: code, message, suggestions: [...suggestions] },
});
