/** The thread that `read-in-thread.ts` starts: reads a file and sends its keys chunk by chunk. */
import { readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { BatchWriter } from './key-batch.js';
import { readChunks } from '../read-chunks.js';
import { AHEAD, waitForRoom, type ReaderMessage, type ReaderTask } from './protocol.js';
import { CHUNK } from '../snapshot-file.js';
import type { SnapshotSummary } from '../summary.js';

function* chunksOf(fd: number): Generator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  for (let position = 0; ;) {
    const count = readSync(fd, buffer, 0, CHUNK, position);
    if (count === 0) return;
    position += count;
    yield buffer.subarray(0, count);
  }
}

async function read(task: ReaderTask): Promise<void> {
  const writer = new BatchWriter(AHEAD);
  let sent = 0;
  const send = (summary: SnapshotSummary, isLast: boolean): void => {
    const message: ReaderMessage = { batch: writer.take(), summary, isLast };
    parentPort!.postMessage(message);
    sent++;
  };
  const summary = await readChunks(
    { bytes: task.bytes, chunks: chunksOf(task.fd) },
    {
      sink: {
        takeName: (bytes, start, end) => writer.takeName(bytes, start, end),
        begin: () => null,
        end: (key) => writer.add(key),
      },
      isStopped: () => false,
      onChunk(soFar) {
        send(soFar, false);
        waitForRoom(task, sent);
      },
    },
  );
  send(summary, true);
}

parentPort!.once('message', (task: ReaderTask) => void read(task));
