/** The sentences of a report on usage, in any language. */
import type { Metric } from '../../profile/figures.js';
import type { Reason } from '../../usage/availability.js';
import type { NoteCode, UsageNoteOf } from '../../usage/model.js';
import type { UsageReportMessages } from './en/usage-report.js';

export interface UsageMessages {
  report: UsageReportMessages;
  /** Titles of columns. */
  metrics: Readonly<Record<Metric, string>>;
  /** Why figures are missing, as a sentence that starts with them. */
  reasons: Readonly<Record<Reason, (what: string) => string>>;
  notes: { readonly [Code in NoteCode]: (note: UsageNoteOf<Code>) => string };
}
