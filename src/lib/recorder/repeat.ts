/** Attempts with a deadline each, and the waits between them. */
import { failureOf, isTransient, RecorderError } from './failure.js';

export interface RetryOptions {
  /** Attempts in total; a buffered batch is repeated further, and this is when `flush` gives up. Default: 3. */
  attempts?: number;
  /** Ms before the second attempt; each further wait is twice as long, up to `longestMs`. Half of a wait is random. Default: 50. */
  waitMs?: number;
  /** Default: 2,000. */
  longestMs?: number;
}

/** The wait after a number of attempts, in ms. */
export function waitAfter(attempts: number, { waitMs = 50, longestMs = 2_000 }: RetryOptions): number {
  const wait = Math.min(longestMs, waitMs * 2 ** (attempts - 1));
  return wait / 2 + (Math.random() * wait) / 2;
}

export const ATTEMPTS = 3;

/**
 * Repeats work that is safe to repeat, after a timeout or a lost connection. Rejects with a RecorderError. `onRetry` gets why the
 * last attempt failed.
 */
export async function repeated<T>(
  retry: RetryOptions,
  timeoutMs: number,
  work: () => Promise<T>,
  onRetry: (failure: RecorderError) => void,
): Promise<T> {
  const { attempts = ATTEMPTS } = retry;
  for (let attempt = 1; ; attempt++) {
    try {
      return await within(timeoutMs, work());
    } catch (error) {
      const failure = failureOf(error);
      if (!isTransient(failure) || attempt >= attempts) throw failure;
      onRetry(failure);
      await new Promise((resolve) => setTimeout(resolve, waitAfter(attempt, retry)));
    }
  }
}

/** Rejects with a RecorderError (`timeout`) if the work takes longer. What it does later is ignored. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new RecorderError('timeout', `Redis did not answer within ${ms} ms.`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
