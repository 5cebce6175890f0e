/** Messages between `read-in-thread.ts` and its thread. */
import type { KeyBatch } from './key-batch.js';
import type { SnapshotSummary } from '../summary.js';

export interface ReaderTask {
  /** An open file, which stays open while the thread runs. */
  fd: number;
  /** Size of the file in bytes. */
  bytes: number;
  /** Shared counter of processed messages. */
  taken: Int32Array;
}

export interface ReaderMessage {
  batch: KeyBatch;
  /** The summary after these keys. */
  summary: SnapshotSummary;
  isLast: boolean;
}

/**
 * `AHEAD`: messages that may wait, each in its own room. `AT_A_TIME`: messages processed before the reader is notified, because
 * waking a thread costs more than a message.
 */
export const AHEAD = 6;
const AT_A_TIME = 3;

/** Reader's side: blocks while too many sent messages are unprocessed. */
export function waitForRoom({ taken }: ReaderTask, sent: number): void {
  for (let told = Atomics.load(taken, 0); sent - told >= AHEAD; told = Atomics.load(taken, 0)) Atomics.wait(taken, 0, told);
}

/** Counting side: reports how many messages were processed. */
export function reportTaken({ taken }: ReaderTask, count: number): void {
  if (count % AT_A_TIME !== 0) return;
  Atomics.store(taken, 0, count);
  Atomics.notify(taken, 0);
}
