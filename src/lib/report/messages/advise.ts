/** The sentences that an advice needs, in whichever language. */
import type { RemedyLasts, RemedyLosses, RemedyRisks, RemedyTitles } from '../../advise/words.js';
import type { Sentences } from '../../format/message.js';
import type { AdviseReportMessages } from './en/advise-report.js';

export interface AdviseMessages {
  report: AdviseReportMessages;
  titles: Sentences<RemedyTitles>;
  risks: Sentences<RemedyRisks>;
  lasts: Sentences<RemedyLasts>;
  losses: Sentences<RemedyLosses>;
}
