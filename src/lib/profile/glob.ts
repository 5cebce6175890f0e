import { parsePattern } from './pattern.js';

/** Escapes text to a Redis glob that matches exactly this text. */
const escapeGlob = (text: string): string => text.replace(/[\\*?[\]^]/g, '\\$&');

/**
 * A glob in printable ASCII that matches every key name of the pattern, and possibly others. A placeholder matches anything; a
 * byte that cannot be typed becomes `?`.
 */
export function patternGlob(pattern: string): string {
  return parsePattern(pattern)
    .map((part) => ('literal' in part ? escapeGlob(part.literal).replace(/[^ -~]/g, '?') : '*'))
    .join('');
}
