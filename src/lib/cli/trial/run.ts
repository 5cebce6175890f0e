/** Runs `meter trial limiters`: from its options to its envelope and exit code. */
import type { Outcome } from '../../report/envelope.js';
import { limiterTitle } from '../../report/trial/titles.js';
import type { TrialLimitersData } from '../../trial/model.js';
import { trialLimiters } from '../../trial/trial-limiters.js';
import type { TrialLimitersRequest } from './options.js';
import { trialOutcome } from './outcome.js';

/** The server and its data are gone when it resolves or rejects. */
export const trialLimitersWith = (
  request: TrialLimitersRequest,
  searchPath: string,
  say: (text: string) => void,
): Promise<Outcome<TrialLimitersData>> =>
  trialOutcome('trial limiters', say, (signal) =>
    trialLimiters({
      ...request,
      searchPath,
      signal,
      onProgress: (limiter, number, total) => say(`${number} of ${total}: ${limiterTitle(limiter)}`),
    }),
  );
