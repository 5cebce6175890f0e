/** The sentences that a report of `meter doctor` needs, in whichever language. */
import type { DoctorAdvice } from '../../doctor/advice.js';
import type { DoctorEvidence } from '../../doctor/evidence.js';
import type { CheckId, CheckState, VerbRights } from '../../doctor/model.js';
import type { DoctorSkips } from '../../doctor/skips.js';
import type { Sentences } from '../../format/message.js';
import type { DoctorReportMessages } from './en/doctor/report.js';

/** A text is advice. A command may be followed by a comment. */
export type AdviceText = string | { command: string };

export interface DoctorMessages {
  report: DoctorReportMessages;
  titles: Readonly<Record<CheckId, string>>;
  states: Readonly<Record<CheckState, string>>;
  evidence: Sentences<DoctorEvidence>;
  skips: Sentences<DoctorSkips>;
  /** `commands`: command lines of the advice. */
  advice: { readonly [Code in keyof DoctorAdvice]: (params: DoctorAdvice[Code], commands: readonly string[]) => AdviceText };
  may: Readonly<Record<VerbRights['may'], string>>;
  summary: (counts: { failed: number; warned: number; skipped: number; passed: number }) => string;
}
