/** Runs `meter trial limiters`: from its options to its envelope and exit code. */
import { EXIT } from '../../format/errors.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import { limiterTitle } from '../../report/trial/titles.js';
import type { TrialLimitersData } from '../../trial/model.js';
import { trialLimiters } from '../../trial/trial-limiters.js';
import { onInterrupt } from '../base/interrupt.js';
import type { TrialLimitersRequest } from './options.js';

/** The server and its data are gone when it resolves or rejects. */
export async function trialLimitersWith(
  request: TrialLimitersRequest,
  searchPath: string,
  say: (text: string) => void,
): Promise<Outcome<TrialLimitersData>> {
  const interrupt = onInterrupt(say);
  const startedAt = performance.now();
  try {
    const data = await trialLimiters({
      ...request,
      searchPath,
      signal: interrupt.signal,
      onProgress: (limiter, number, total) => say(`${number} of ${total}: ${limiterTitle(limiter)}`),
    });
    const seconds = Math.round(performance.now() - startedAt) / 1_000;
    const envelope = successEnvelope({
      command: 'trial limiters',
      target: null,
      data,
      warnings: [],
      // Only the trial's own server was asked.
      spent: { commands: 0, roundTrips: 0, seconds },
    });
    return { envelope, exitCode: data.complete ? EXIT.ok : EXIT.interrupted };
  } finally {
    interrupt.release();
  }
}
