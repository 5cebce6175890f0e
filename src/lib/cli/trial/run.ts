/** Runs `meter trial limiters`: from its options to its envelope and exit code. */
import type { Outcome } from '../../report/envelope.js';
import type { Messages } from '../../report/messages/messages.js';
import type { TrialLimitersData } from '../../trial/model.js';
import { trialLimiters } from '../../trial/trial-limiters.js';
import type { TrialLimitersRequest } from './options.js';
import { trialOutcome } from './outcome.js';

/** The server and its data are gone when it resolves or rejects. */
export const trialLimitersWith = (
  request: TrialLimitersRequest,
  searchPath: string,
  say: (text: string) => void,
  { trial }: Messages,
): Promise<Outcome<TrialLimitersData>> =>
  trialOutcome('trial limiters', say, (signal) =>
    trialLimiters({
      ...request,
      searchPath,
      signal,
      onProgress: (limiter, number, total) => say(trial.progress(number, total, trial.limiters.title(limiter))),
    }),
  );
