import * as Flags from '@oclif/core/flags';
import { usageError } from '../../format/errors.js';

/** Every decision about dates depends on these. */
export const clockFlags = {
  now: Flags.string({ helpValue: 'TIME', description: 'the time to judge by, as ISO 8601 (the present)', helpGroup: 'CLOCK' }),
  'utc-offset': Flags.integer({
    helpValue: 'HOURS',
    description: "hours that the application's dates are ahead of UTC (told from the data)",
    min: -12,
    max: 14,
    helpGroup: 'CLOCK',
  }),
};

/** A time without an offset would depend on the machine's time zone. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** A date alone is midnight UTC. */
export function parseNow(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const now = new Date(text);
  if (ISO_TIME.test(text) && !Number.isNaN(now.getTime())) return now;
  throw usageError(
    '--now takes an ISO 8601 time with its offset from UTC.',
    'Write it as in 2026-11-20T19:45:00Z or 2026-11-21T03:45+08:00.',
  );
}
