/** The flag of the round trip that trials add. */
import * as Flags from '@oclif/core/flags';
import { parseDuration } from '../../format/duration.js';
import { usageError } from '../../format/errors.js';
import { durationOf } from '../flags/duration.js';

/** Ms. */
const LONGEST = 1_000;

export const rttFlag = (helpGroup: string) =>
  Flags.string({
    helpValue: 'TIME',
    description: 'round trip that is added to that of this machine; 0 for none',
    default: '1ms',
    helpGroup,
  });

/** Ms. Throws a usage error. */
export const roundTripOf = (text: string): number =>
  parseDuration(text) === 0 || text === '0' ? 0 : atMost('rtt', durationOf('rtt', text), LONGEST);

/** Whole ms. Throws a usage error. */
export function atMost(flag: string, ms: number, most: number): number {
  if (ms <= most) return Math.max(1, Math.round(ms));
  throw usageError(`--${flag} takes at most ${most / 1_000}s.`, 'Name a shorter time.');
}
