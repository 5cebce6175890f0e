/** The sentences that a report on a measurement needs, in whichever language. */
import type { Sentences } from '../../format/message.js';
import type { MeasureUnknowns, Present } from '../../measure/unknowns.js';
import type { MeasureReportMessages } from './en/measure/report.js';

export interface MeasureMessages {
  report: MeasureReportMessages;
  unknowns: Sentences<MeasureUnknowns>;
  /** Why an application counts as present. */
  present: Readonly<Record<Present, string>>;
}
