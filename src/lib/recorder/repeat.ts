/** Attempts of a recorder, with a deadline each. */
import { within as withinDeadline } from '../client/deadline.js';
import { repeated as repeatedWork, type RetryOptions } from '../client/repeat.js';
import { failureOf, isTransient, RecorderError } from './failure.js';

export const withDefaults = ({ attempts = 3, waitMs = 50, longestMs = 2_000 }: RetryOptions): Required<RetryOptions> => ({
  attempts,
  waitMs,
  longestMs,
});

/**
 * Repeats work that is safe to repeat, after a timeout or a lost connection. Rejects with a RecorderError. `onRetry` gets why the
 * last attempt failed.
 */
export async function repeated<T>(
  retry: Required<RetryOptions>,
  timeoutMs: number,
  work: () => Promise<T>,
  onRetry: (failure: RecorderError) => void,
): Promise<T> {
  let before: RecorderError | null = null;
  const attempt = async (): Promise<T> => {
    if (before) onRetry(before);
    try {
      return await within(timeoutMs, work());
    } catch (error) {
      throw (before = failureOf(error));
    }
  };
  return repeatedWork(retry, attempt, () => isTransient(before!));
}

/** Rejects with a RecorderError (`timeout`) if the work takes longer. What it does later is ignored. */
export const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  withinDeadline(ms, work, (message) => new RecorderError('timeout', message));
