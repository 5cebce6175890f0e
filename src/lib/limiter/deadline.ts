import { LimiterFailure } from './failure.js';

/** Rejects with a LimiterFailure if the work takes longer. What the work does later is ignored. */
export function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new LimiterFailure('timeout', `Redis did not answer within ${timeoutMs} ms.`)),
      timeoutMs,
    );
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
