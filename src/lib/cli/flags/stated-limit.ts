import type { StatedLimit } from '../../audit/limiters/settings.js';
import { parseDuration } from '../../format/duration.js';
import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';

/** `GA=360/180s`, or without the window. */
export function statedLimit(text: string): StatedLimit {
  const [, name = '', capacity = '', window] = /^([\w.-]{1,80})=([1-9]\d{0,8})(?:\/(.{1,20}))?$/.exec(text) ?? [];
  const ms = window === undefined ? null : parseDuration(window);
  if (name === '' || (window !== undefined && (ms === null || ms < 1000)))
    throw usageError(
      `--limit takes a name, a number and a time, not ${truncateMiddle(safeText(text), 40) || 'nothing'}.`,
      'Such as --limit GA=360/180s',
    );
  return { name, capacity: Number(capacity), window: ms === null ? null : Math.round(ms / 1000) };
}
