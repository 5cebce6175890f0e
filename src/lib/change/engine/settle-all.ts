/** Waits for all of them, then throws the first failure: what was under way elsewhere has come to its end, so that it is known what was done. */
export async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** So many at once; they share what they take their work from, so that while one waits for the disk another reads. */
export const atOnce = (count: number, worker: () => Promise<void>): Promise<void> =>
  settleAll(Array.from({ length: count }, worker));
