import type { AdviseNotices } from '../../advise/notices.js';
import type { AlertsNotices } from '../../alerts/notices.js';
import type { AuditNotices } from '../../audit/notices.js';
import type { PlanNotices } from '../../change/notices.js';
import type { ConsistencyNotices } from '../../consistency/notices.js';
import type { EstimateNotices } from '../../estimate/notices.js';
import type { Message, Sentences } from '../../format/message.js';
import type { MeasureNotices } from '../../measure/notices.js';
import type { SnapshotNotices } from '../../snapshot/notices.js';
import type { SwitchNotices } from '../../switches/notices.js';

/** Notices of the program about its own run. */
export interface CourseNotices {
  'keys-not-counted': { error: string; message: string };
  'release-not-asked': { error: string; message: string };
  /** The release was recognised from this number of names, which are not all. */
  'release-from-some-names': { names: number };
  'data-in-part': { why: string };
  'export-in-part': Record<never, never>;
}

/** All warnings of a result. */
export interface NoticeParams
  extends
    AdviseNotices,
    AlertsNotices,
    AuditNotices,
    PlanNotices,
    ConsistencyNotices,
    EstimateNotices,
    MeasureNotices,
    SnapshotNotices,
    SwitchNotices,
    CourseNotices {
  /** Text that is already data. */
  text: { text: string };
}

export type Notice = Message<NoticeParams>;

export type NoticeSentences = Sentences<NoticeParams>;
