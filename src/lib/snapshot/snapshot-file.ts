/** Opens snapshots: files, named pipes and standard input, each optionally compressed with gzip. */
import { says } from '../errors/files.js';
import { stat, type FileHandle } from 'node:fs/promises';
import { addAbortSignal, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openFifo, standardInput } from '../files/input-stream.js';
import { openRegularFile, whyUnreadable } from '../files/regular-file.js';
import { EXIT, failure } from '../format/errors.js';
import { safeText } from '../format/terminal.js';

/** Bytes per read: large enough that system calls are cheap, small enough for the processor's cache. */
export const CHUNK = 256 * 1024;

export interface SnapshotFile {
  /** Size of the snapshot; `null`: not known in advance, as for a compressed file. */
  bytes: number | null;
  /** The file, if it allows random access: a regular, uncompressed file. */
  handle: FileHandle | null;
  /** The snapshot's bytes. Each chunk is valid until the next but one is requested. */
  chunks: AsyncIterable<Buffer>;
  /** Share that was read, 0 to 1; `null`: unknown. */
  progress(): number | null;
  close(): Promise<void>;
}

/**
 * Throws `snapshot-unreadable` (exit 2) when the input cannot be opened, and for a directory or a device. The signal ends a wait
 * for a pipe whose other end sends nothing.
 */
export async function openSnapshot(name: string, signal: AbortSignal): Promise<SnapshotFile> {
  if (name === '-') return fromStream(standardInput(), signal);
  try {
    return (await stat(name)).isFIFO() ? fromStream(await openFifo(name), signal) : await fromFile(name);
  } catch (error) {
    throw failure(says('snapshot-unreadable', { path: safeText(name), why: whyUnreadable(error) }), EXIT.usage);
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

/** Reads the next chunk while the caller processes the current one. */
async function* fileChunks(handle: FileHandle, read: { bytes: number }): AsyncGenerator<Buffer> {
  // One buffer is being processed, the previous one may still be referenced, and one is being filled.
  const buffers = Array.from({ length: 3 }, () => Buffer.allocUnsafeSlow(CHUNK));
  const fill = (turn: number) => handle.read(buffers[turn % buffers.length]!, 0, CHUNK, null);
  let filling = fill(0);
  for (let turn = 1; ; turn++) {
    const { bytesRead, buffer } = await filling;
    if (bytesRead === 0) return;
    read.bytes += bytesRead;
    filling = fill(turn);
    // The await above throws the failure, unless the caller has stopped reading.
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

/** Reads nothing from a stream before the first chunk is requested, so that opening never waits. */
async function* plain(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = peek(stream);
  yield* (await source.startsWithGzip()) ? expanded(source.chunks) : source.chunks;
}

/** Looks at the first bytes of a source without consuming them. */
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

/** Expands gzip. If the compressed data are truncated or damaged, yields everything that could be expanded, then throws. */
async function* expanded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const input = Readable.from(source);
  input.once('error', (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  yield* gunzip as AsyncIterable<Buffer>;
}
