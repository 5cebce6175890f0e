import { parseDuration } from '../../format/duration.js';
import { usageError } from '../../format/errors.js';

/** The value of a duration flag in milliseconds. Throws a usage error that names the flag. */
export function durationOf(flag: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== null && milliseconds > 0) return milliseconds;
  throw usageError(`--${flag} takes a span of time above zero.`, 'Write a number with a unit, such as 500ms, 30s, 12h or 7d.');
}
