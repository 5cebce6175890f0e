/** Starts the thread that reads a large file. It waits for its task, so that it can be started while what it works for is still being loaded. */
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/** Smaller files are read before a thread has started. */
export const WORTH_A_THREAD = 8 * 2 ** 20;
/** The thread keeps nothing for long: a small nursery saves tens of megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 3 };

export const startReader = (): Worker => new Worker(new URL('./thread.js', import.meta.url), { resourceLimits: LIMITS });

/** A thread for the file of this name, which does not keep the program running; `null`: there is no such file, or it is not worth one. */
export async function prepareReader(name: string): Promise<Worker | null> {
  const facts = name === '-' ? null : await stat(name).catch(() => null);
  if (!facts?.isFile() || facts.size < WORTH_A_THREAD) return null;
  const thread = startReader();
  thread.unref();
  return thread;
}
