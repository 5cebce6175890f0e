/** The sentences that a report on usage needs, in whichever language. */
import type { Metric } from '../../profile/figures.js';
import type { Reason } from '../../usage/availability.js';
import type { NoteCode, NoteOf } from '../../usage/model.js';

export interface UsageMessages {
  /** Titles of columns. */
  metrics: Readonly<Record<Metric, string>>;
  /** Why figures are missing, as a sentence that begins with them. */
  reasons: Readonly<Record<Reason, (what: string) => string>>;
  notes: { readonly [Code in NoteCode]: (note: NoteOf<Code>) => string };
}
