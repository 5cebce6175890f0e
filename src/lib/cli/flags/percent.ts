import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';

/** The value of a flag with a percentage, as a share, 1 for all of it. Throws a usage error that names the flag. */
export function percentOf(flag: string, text: string): number {
  const found = /^(\d{1,6}(?:\.\d{1,6})?) ?%?$/.exec(text);
  if (!found)
    throw usageError(
      `--${flag} takes a percentage, not ${truncateMiddle(safeText(text), 40) || 'nothing'}.`,
      `Such as --${flag} 80`,
    );
  return Number(found[1]) / 100;
}
