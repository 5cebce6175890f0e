/**
 * Reads a large file in a separate thread, so that one part's keys are counted while the next part is read. The thread skips
 * values; the few that the sink wants are read again afterwards.
 */
import { on } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import type { Worker } from 'node:worker_threads';
import { BatchReader } from './key-batch.js';
import { reportTaken, type ReaderMessage, type ReaderTask } from './protocol.js';
import { ValueReader } from './read-value.js';
import type { ReadOptions } from '../read-snapshot.js';
import type { CountingSink, NameSegment, ValueVisitor } from '../snapshot-key.js';
import type { SnapshotSummary } from '../summary.js';

interface Wanted {
  offset: number;
  visitor: ValueVisitor;
}

export async function readInThread<Segment extends NameSegment>(
  thread: Worker,
  handle: FileHandle,
  bytes: number,
  options: ReadOptions<CountingSink<Segment>>,
): Promise<SnapshotSummary> {
  const wanted: Wanted[] = [];
  const summary = await count(thread, handle, bytes, options, wanted);
  const values = new ValueReader(handle.fd);
  for (const { offset, visitor } of wanted) values.read(offset, visitor);
  return summary;
}

/** Like `readSnapshot`, but adds values that the sink wants to the list. */
async function count<Segment extends NameSegment>(
  thread: Worker,
  handle: FileHandle,
  bytes: number,
  { sink, isStopped, onChunk }: ReadOptions<CountingSink<Segment>>,
  wanted: Wanted[],
): Promise<SnapshotSummary> {
  const task: ReaderTask = { fd: handle.fd, bytes, taken: new Int32Array(new SharedArrayBuffer(4)) };
  thread.ref();
  thread.postMessage(task);
  const reader = new BatchReader(sink.newSegment);
  let taken = 0;
  try {
    for await (const [message] of on(thread, 'message', { close: ['exit'] }) as AsyncIterable<[ReaderMessage]>) {
      const { batch, summary, isLast } = message;
      reader.each(batch, (key) => {
        const visitor = sink.begin(key);
        sink.end(key);
        if (visitor !== null) wanted.push({ offset: key.offset, visitor });
      });
      if (isLast) return summary;
      onChunk(summary.bytes / bytes);
      if (isStopped()) return summary;
      reportTaken(task, ++taken);
    }
    throw new Error('the thread that reads the snapshot ended too early');
  } finally {
    await thread.terminate();
  }
}
