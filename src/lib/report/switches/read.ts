import type { Cell } from '../document.js';
import type { FlagsReportMessages } from '../messages/en/flags-report.js';

/** Whether the application reads a switch. */
export function readCell(reads: boolean | null, { reads: { yes, no, unknown } }: Pick<FlagsReportMessages, 'reads'>): Cell {
  if (reads === null) return { value: null, text: unknown, tone: 'quiet' };
  return reads ? { value: true, text: yes, tone: 'good' } : { value: false, text: no, tone: 'warn' };
}
