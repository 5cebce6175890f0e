/** Conversions of limiters that are not made, each with the reason. */
import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';

const AS_THEY_ARE = 'The limiter listLog of redis-meter/limiter uses the lists as they are: nothing has to be converted for it.';

/** No application writes such keys; only a caller of the library names them. */
const OF_THE_LIBRARY: readonly string[] = ['gcra', 'sliding', 'slidingWindow', 'bucket', 'tokenBucket', 'zset', 'zsetLog'];

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  'local:utc': [
    'Times in lists are not moved from local time to UTC.',
    'A list counts for one window, after which its entries would be too old in UTC as well. The finding limiter-times-ahead of meter limiters names the lists, and the command that removes them.',
  ],
  'window:list': [
    'A counter cannot become a list: it does not hold when each request was made.',
    'For the way back, meter restore ARCHIVE restores the lists.',
  ],
  'bucket:window': [
    'A bucket cannot become a counter: it holds the tokens that are left, and not when requests were made.',
    'A missing counter counts as 0: users may use up the limit once more.',
  ],
};

export function refusedLimiters(asked: string): Error {
  const [from = '', to = ''] = asked.split(':');
  const known = Object.hasOwn(REASONS, asked) ? REASONS[asked] : undefined;
  if (known) return usageError(...known);
  if (from === 'list' && (to === 'list' || to === 'listLog')) return usageError('A list stays a list.', AS_THEY_ARE);
  if (from === 'list' && OF_THE_LIBRARY.includes(to))
    return usageError(
      `No application that meter knows counts what its lists count as ${to}, so the new names of the keys are not known.`,
      AS_THEY_ARE,
    );
  return usageError(`--limiters takes list:window, not ${truncateMiddle(safeText(asked), 40) || 'nothing'}.`, AS_THEY_ARE);
}
