/** Attempts, and the waits between them. */

export interface RetryOptions {
  /** Attempts in total. A batch of a recorder is repeated further, and this is when its `flush` gives up. Default: 3. */
  attempts?: number;
  /** Ms before the second attempt; each further wait is twice as long, up to `longestMs`. Half of a wait is random. Default: 50. */
  waitMs?: number;
  /** Default: 1,000; of a recorder 2,000. */
  longestMs?: number;
}

/** The wait after a number of attempts, in ms. */
export function waitAfter(attempts: number, { waitMs, longestMs }: Required<RetryOptions>): number {
  const wait = Math.min(longestMs, waitMs * 2 ** (attempts - 1));
  return wait / 2 + (Math.random() * wait) / 2;
}

/** Repeats work that is safe to repeat. Rejects as the last attempt does. */
export async function repeated<T>(
  retry: Required<RetryOptions>,
  work: (attempt: number) => Promise<T>,
  mayRepeat: (error: unknown) => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= retry.attempts || !mayRepeat(error)) throw error;
    }
    const wait = waitAfter(attempt, retry);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
