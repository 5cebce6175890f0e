/** The sentences that a report on limits needs, in whichever language. */
import type { LimitsReportMessages } from './en/limits-report.js';
import type { LimitKind, NoteCode, LimitsNoteOf, SubjectCount, Unreadable } from '../../limits/model.js';

interface CheckFigures {
  title: string;
  used: string;
  allowed: string;
  percent: string;
  /** Empty: never. */
  resets: string;
}

export interface LimitsMessages {
  report: LimitsReportMessages;
  /** Why all requests of somebody are refused, by the id of the profile. */
  gate: (id: string) => string;
  near: (percent: string) => string;
  unlimited: (subjects: readonly SubjectCount[]) => string;
  reasons: Readonly<Record<Unreadable['why'], string>>;
  /** `when`: one of `tested`. */
  enforced: (by: string, when: string) => string;
  nobody: string;
  /** Of limits that the application's own administration does not own. */
  settable: string;
  /** When requests are refused. */
  tested: Readonly<Record<LimitKind['tested'], (compare: string) => string>>;
  notes: { readonly [Code in NoteCode]: (note: LimitsNoteOf<Code>) => string };
  /** One line each. */
  check: {
    closed: (owner: string, why: string) => string;
    reached: (owner: string, figures: CheckFigures) => string;
    wouldBe: (owner: string, figures: CheckFigures) => string;
    unknown: (owner: string, limits: number) => string;
    /** `figures`: of the nearest limit. `unrelated`: no limit counts what was asked for. */
    allowed: (owner: string, figures: CheckFigures | null, unrelated: boolean) => string;
  };
}
