import type { Worker } from 'node:worker_threads';
import { readInThread } from './thread/read-in-thread.js';
import { readChunks } from './read-chunks.js';
import { startReader, WORTH_A_THREAD } from './thread/start.js';
import type { SnapshotFile } from './snapshot-file.js';
import type { CountingSink, NameSegment, SnapshotSink } from './snapshot-key.js';
import type { SnapshotSummary } from './summary.js';

export interface ReadOptions<Sink> {
  sink: Sink;
  /** Called between chunks, and at the end. Everything read before it returns true is kept. */
  isStopped: () => boolean;
  /** Called after each chunk with the share of the file that was read, 0 to 1; `null`: unknown. */
  onChunk: (share: number | null) => void;
}

/** Reads a snapshot to its end, to the first damage, or until stopped. */
export async function readSnapshot(file: SnapshotFile, options: ReadOptions<SnapshotSink>): Promise<SnapshotSummary> {
  const { sink, isStopped, onChunk } = options;
  return await readChunks(file, { sink, isStopped, onChunk: () => onChunk(file.progress()) });
}

/**
 * Like `readSnapshot`, for a sink that looks into few values. A large file is read in a separate thread, and in the one prepared
 * for it if there is one.
 */
export async function countSnapshot<Segment extends NameSegment>(
  file: SnapshotFile,
  options: ReadOptions<CountingSink<Segment>>,
  prepared: Worker | null = null,
): Promise<SnapshotSummary> {
  const { handle, bytes } = file;
  if (handle !== null && bytes !== null && bytes >= WORTH_A_THREAD)
    return await readInThread(prepared ?? startReader(), handle, bytes, options);
  return await readSnapshot(file, options);
}
