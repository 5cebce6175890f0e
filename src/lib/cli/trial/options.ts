import { LIMITERS, type LimiterId, type LimiterSettings } from '../../trial/model.js';
import { durationOf } from '../flags/duration.js';
import type { TrialLimitersFlags } from './flags.js';
import { atMost, roundTripOf } from './rtt.js';

export interface TrialLimitersRequest {
  limiters: readonly LimiterId[];
  settings: LimiterSettings;
  failures: boolean;
}

const MINUTE_MS = 60_000;
/** Ms. Longer ones would be a mistake: every measurement takes so long for every limiter. */
const LONGEST_DURATION = 10 * MINUTE_MS;

/** Throws usage errors. */
export function trialLimitersRequest(flags: TrialLimitersFlags): TrialLimitersRequest {
  const { limit, rate, concurrency, pool, subjects, bursts, failures } = flags;
  const named = flags.limiter ?? [];
  return {
    limiters: LIMITERS.filter((id) => named.length === 0 || named.includes(id)),
    settings: {
      limit,
      windowMs: atMost('window', durationOf('window', flags.window), 60 * MINUTE_MS),
      subjects,
      concurrency,
      bursts,
      pool,
      perSecond: rate,
      durationMs: atMost('duration', durationOf('duration', flags.duration), LONGEST_DURATION),
      roundTripMs: roundTripOf(flags.rtt),
      deadlineMs: atMost('deadline', durationOf('deadline', flags.deadline), MINUTE_MS),
    },
    failures,
  };
}
