/** The sentences of plans and changes, in any language. */
import type { ProtectedParams } from '../../change/plan/protected.js';
import type { ChangeReportMessages } from './en/change/report.js';
import type { Sentences } from '../../format/message.js';

export interface ChangeMessages {
  report: ChangeReportMessages;
  /** Follows the number of keys that stay. */
  protected: Sentences<ProtectedParams>;
}
