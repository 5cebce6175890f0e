/** What `read-in-thread.ts` and its thread tell each other. */
import type { KeyBatch } from './key-batch.js';
import type { SnapshotSummary } from '../summary.js';

export interface ReaderTask {
  /** An open file, which stays open while the thread runs. */
  fd: number;
  /** Bytes of the file. */
  bytes: number;
  /** Shared: the number of messages that have been taken. */
  taken: Int32Array;
}

export interface ReaderMessage {
  batch: KeyBatch;
  /** What is known after these keys. */
  summary: SnapshotSummary;
  isLast: boolean;
}

/** Messages that may wait, each in a room of its own, and those that are taken before it is told: waking a thread costs more than a message. */
export const AHEAD = 6;
const AT_A_TIME = 3;

/** The reader's side: waits while too many of the messages that it has sent have not been taken. */
export function waitForRoom({ taken }: ReaderTask, sent: number): void {
  for (let told = Atomics.load(taken, 0); sent - told >= AHEAD; told = Atomics.load(taken, 0)) Atomics.wait(taken, 0, told);
}

/** The other side: tells how many messages have been taken. */
export function tellTaken({ taken }: ReaderTask, count: number): void {
  if (count % AT_A_TIME !== 0) return;
  Atomics.store(taken, 0, count);
  Atomics.notify(taken, 0);
}
