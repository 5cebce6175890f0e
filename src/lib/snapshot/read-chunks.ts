import type { SnapshotSink } from './snapshot-key.js';
import { SnapshotParser } from './snapshot-parser.js';
import type { SnapshotSummary } from './summary.js';

/** The source of a snapshot's bytes. */
export interface ChunkSource {
  /** Size of the snapshot; `null`: not known in advance. */
  bytes: number | null;
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>;
}

interface ChunkOptions {
  sink: SnapshotSink;
  /** Called between chunks, and at the end. Everything read before it returns true is kept. */
  isStopped: () => boolean;
  /** Called after each chunk with the facts known so far. */
  onChunk: (summary: SnapshotSummary) => void;
}

/** Maximum bytes after the snapshot's end that are read, to count them. */
const TRAILING = 2 ** 20;

/** Reads a snapshot to its end, to the first damage, or until stopped. */
export async function readChunks(source: ChunkSource, { sink, isStopped, onChunk }: ChunkOptions): Promise<SnapshotSummary> {
  const parser = new SnapshotParser(sink, source.bytes);
  try {
    for await (const chunk of source.chunks) {
      parser.push(chunk);
      onChunk(parser.summary);
      if (isStopped()) return parser.summary;
      if (parser.done && (parser.summary.problem !== null || parser.summary.trailingBytes > TRAILING)) return parser.summary;
    }
  } catch (error) {
    if (isStopped()) return parser.summary;
    if (!isCompression(error)) throw error;
    const summary = parser.end();
    const offset = summary.bytes;
    const message = `the compressed file is damaged or cut off (${error.code}) after ${offset} expanded bytes`;
    summary.problem = { code: 'truncated', offset, message };
    return summary;
  }
  return parser.end();
}

/** zlib reports damaged compressed data with its own codes. */
const isCompression = (error: unknown): error is { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
