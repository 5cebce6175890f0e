import * as Flags from '@oclif/core/flags';
import { usageError } from '../format/errors.js';

/** Every decision about dates goes by these. */
export const clockFlags = {
  now: Flags.string({ description: 'the time to judge by, as ISO 8601 (the present)', helpGroup: 'CLOCK' }),
  'utc-offset': Flags.integer({
    description: "hours that the application's dates are ahead of UTC (told from the data)",
    min: -12,
    max: 14,
    helpGroup: 'CLOCK',
  }),
};

export function parseNow(text: string | undefined): Date {
  const now = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(now.getTime()))
    throw usageError(`--now is not an ISO 8601 time: ${JSON.stringify(text?.slice(0, 40))}`, 'write it as 2026-11-20T19:45:00Z');
  return now;
}
