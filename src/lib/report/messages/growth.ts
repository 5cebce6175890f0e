/** The sentences that a report on growth needs, in whichever language. */
import type { Sentences } from '../../format/message.js';
import type { GrowthReportMessages } from './en/growth-report.js';
import type { FamilyKind, GrowthNotes } from '../../growth/model.js';

export interface GrowthMessages {
  report: GrowthReportMessages;
  kinds: Readonly<Record<FamilyKind, string>>;
  notes: Sentences<GrowthNotes>;
  /** What the forecast is made of. `span`: such as `19 d`. */
  fromHistory: (audits: number, span: string, first: string, last: string) => string;
  fromAudit: (at: string) => string;
  days: (days: number) => string;
  /** When used memory reaches maxmemory; dates without times. */
  reached: {
    'no-limit': string;
    now: string;
    between: (from: string, to: string) => string;
    /** It may be reached from then on, and it is not certain that it is. */
    from: (from: string, horizonDays: number) => string;
    never: string;
    'not-before': (at: string) => string;
  };
  /** `maxmemory`: `null`: no limit; absent: unknown. */
  memory: (used: string, maxmemory: string | null | undefined, policy: string | null) => string;
  there: string;
  inDays: (days: number) => string;
  summary: (figures: { days: number; keys: string; memory: string | null; reached: string | null }) => string;
  legend: string;
}
