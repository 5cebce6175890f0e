/** Opens snapshots: files, named pipes, standard input, and all of them compressed with gzip. */
import { stat, type FileHandle } from 'node:fs/promises';
import { addAbortSignal, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openFifo, standardInput } from '../files/input-stream.js';
import { openRegularFile, whyUnreadable } from '../files/regular-file.js';
import { EXIT, MeterError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';

/** Bytes read at a time: enough that the system's calls do not count, little enough for the processor's cache. */
export const CHUNK = 256 * 1024;

export interface SnapshotFile {
  /** Bytes of the snapshot where they are known beforehand: of a file that is not compressed. */
  bytes: number | null;
  /** The file itself, where it can be read at any place: a regular one that is not compressed. */
  handle: FileHandle | null;
  /** The snapshot's bytes. Each chunk is good until the next but one is asked for. */
  chunks: AsyncIterable<Buffer>;
  /** Share that has been read, 0 to 1; `null` where that cannot be told. */
  progress(): number | null;
  close(): Promise<void>;
}

/** Throws `snapshot-unreadable` (exit 2) for what cannot be opened, and for a directory or a device. The signal ends a wait for what a pipe's other end never sends. */
export async function openSnapshot(name: string, signal: AbortSignal): Promise<SnapshotFile> {
  if (name === '-') return fromStream(standardInput(), signal);
  try {
    return (await stat(name)).isFIFO() ? fromStream(await openFifo(name), signal) : await fromFile(name);
  } catch (error) {
    throw new MeterError('snapshot-unreadable', EXIT.usage, `Cannot read ${safeText(name)}: ${whyUnreadable(error)}.`, [
      'Name an RDB file: CONFIG GET dir and dbfilename say where the server keeps its own.',
    ]);
  }
}

async function fromFile(name: string): Promise<SnapshotFile> {
  const { handle, stats } = await openRegularFile(name);
  try {
    const { size } = stats;
    const read = { bytes: 0 };
    const source = peek(fileChunks(handle, read));
    const compressed = await source.startsWithGzip();
    return {
      bytes: compressed ? null : size,
      handle: compressed ? null : handle,
      chunks: compressed ? expanded(source.chunks) : source.chunks,
      progress: () => (size === 0 ? null : read.bytes / size),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The next chunk is on its way while one is looked at. */
async function* fileChunks(handle: FileHandle, read: { bytes: number }): AsyncGenerator<Buffer> {
  // One is being looked at, what is left of the one before still is, and one is being filled.
  const buffers = Array.from({ length: 3 }, () => Buffer.allocUnsafeSlow(CHUNK));
  const fill = (turn: number) => handle.read(buffers[turn % buffers.length]!, 0, CHUNK, null);
  let filling = fill(0);
  for (let turn = 1; ; turn++) {
    const { bytesRead, buffer } = await filling;
    if (bytesRead === 0) return;
    read.bytes += bytesRead;
    filling = fill(turn);
    // A failure is met by the await above, unless nobody reads on.
    filling.catch(() => {});
    yield bytesRead === CHUNK ? buffer : buffer.subarray(0, bytesRead);
  }
}

function fromStream(stream: Readable, signal: AbortSignal): SnapshotFile {
  addAbortSignal(signal, stream);
  return {
    bytes: null,
    handle: null,
    chunks: plain(stream as AsyncIterable<Buffer>),
    progress: () => null,
    close: async () => {
      stream.destroy();
    },
  };
}

/** Of a stream nothing is asked before its first chunk is, so that no opening waits for it. */
async function* plain(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = peek(stream);
  yield* (await source.startsWithGzip()) ? expanded(source.chunks) : source.chunks;
}

/** Looks at the first bytes of a source without taking them away. */
function peek(source: AsyncIterable<Buffer>): { startsWithGzip(): Promise<boolean>; chunks: AsyncIterable<Buffer> } {
  const iterator = source[Symbol.asyncIterator]();
  let first: Buffer = Buffer.alloc(0);
  return {
    async startsWithGzip() {
      while (first.length < 2) {
        const next = await iterator.next();
        if (next.done) break;
        first = Buffer.concat([first, next.value]);
      }
      return first[0] === 0x1f && first[1] === 0x8b;
    },
    chunks: {
      async *[Symbol.asyncIterator]() {
        if (first.length > 0) yield first;
        first = Buffer.alloc(0);
        yield* { [Symbol.asyncIterator]: () => iterator };
      },
    },
  };
}

/** Expands gzip. Where the compressed data are cut off or damaged, what could be expanded comes first, then the failure. */
async function* expanded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const input = Readable.from(source);
  input.once('error', (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  yield* gunzip as AsyncIterable<Buffer>;
}
