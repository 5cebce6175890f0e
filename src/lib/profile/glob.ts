import { parsePattern } from './pattern.js';

/** Text as a Redis glob that matches exactly it. */
const escapeGlob = (text: string): string => text.replace(/[\\*?[\]^]/g, '\\$&');

/**
 * A glob in printable ASCII that matches every key name of the pattern, and perhaps others: each placeholder matches anything,
 * each `?` one byte that cannot be typed as it is.
 */
export function patternGlob(pattern: string): string {
  return parsePattern(pattern)
    .map((part) => ('literal' in part ? escapeGlob(part.literal).replace(/[^ -~]/g, '?') : '*'))
    .join('');
}
