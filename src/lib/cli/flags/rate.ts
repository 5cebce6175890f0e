import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';

/** Requests a second. Throws a usage error for another text. */
export function rateOf(text: string): number {
  const perSecond = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (perSecond > 0) return perSecond;
  const shown = truncateMiddle(safeText(text), 40) || 'nothing';
  throw usageError(`--rate takes requests a second, not ${shown}.`, 'Such as --rate 200');
}
