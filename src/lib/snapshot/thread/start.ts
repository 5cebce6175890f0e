/**
 * Starts the thread that reads a large file. The thread waits for its task, so it can start while other modules are still
 * loading.
 */
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/** Bytes; smaller files are read before a thread has started. */
export const WORTH_A_THREAD = 8 * 2 ** 20;
/** The thread's objects are short-lived: a small nursery saves tens of megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 3 };

export const startReader = (): Worker => new Worker(new URL('./thread.js', import.meta.url), { resourceLimits: LIMITS });

/** A thread for the file, which does not keep the process running. `null`: no such file, or too small for a thread. */
export async function prepareReader(name: string): Promise<Worker | null> {
  const facts = name === '-' ? null : await stat(name).catch(() => null);
  if (!facts?.isFile() || facts.size < WORTH_A_THREAD) return null;
  const thread = startReader();
  thread.unref();
  return thread;
}
