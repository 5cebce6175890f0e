/** Waits for all of them, then throws the first failure. So all work has ended, and its results are known. */
export async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Runs this many workers on the same source of work, so that one reads while another waits for the disk. */
export const atOnce = (count: number, worker: () => Promise<void>): Promise<void> =>
  settleAll(Array.from({ length: count }, worker));
