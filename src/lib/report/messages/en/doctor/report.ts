/** Titles, heads and labels of a report of the doctor. */
import { formatCounted } from '../../../../format/number.js';

export const report = {
  title: 'Health of',
  labels: { application: 'Application', fromHere: 'From here', fix: 'fix' },
  sections: {
    problems: 'Problems',
    passed: 'Passed',
    skipped: 'Not checked',
    rights: 'What this user may do',
  },
  heads: { verb: 'verb', may: 'may', denied: 'may not send', missing: 'the server lacks' },
  none: 'none',
  allChecked: 'everything was checked',
  moreProblems: (count: number): string => formatCounted(count, 'more problem', 'more problems'),
  moreReasons: (count: number): string => formatCounted(count, 'more reason', 'more reasons'),
  checks: (count: number): string => formatCounted(count, 'check', 'checks'),
  listed: (titles: readonly string[]): string => titles.join(', '),
  together: (texts: readonly string[]): string => texts.join('; '),
  partial: (summary: string): string => `Partial report: ${summary}`,
};

export type DoctorReportMessages = typeof report;
