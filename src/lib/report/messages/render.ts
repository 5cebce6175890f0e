/** What a report says about itself, in whichever language. */
import type { Severity } from '../../audit/severity.js';

export interface RenderMessages {
  severities: Readonly<Record<Severity, string>>;
  /** Comes before a command or an advice, with what separates them. */
  lead: (label: string) => string;
  /** `showing`: the flag that shows what is left out. */
  more: (rest: string, showing: string) => string;
  count: (more: number) => string;
  /** Columns that have no room. */
  leftOut: (titles: readonly string[], section: string) => string;
}
