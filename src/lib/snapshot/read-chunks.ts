import type { SnapshotSink } from './snapshot-key.js';
import { SnapshotParser } from './snapshot-parser.js';
import type { SnapshotSummary } from './summary.js';

/** Where a snapshot's bytes come from. */
export interface ChunkSource {
  /** Bytes of the snapshot where they are known beforehand. */
  bytes: number | null;
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>;
}

interface ChunkOptions {
  sink: SnapshotSink;
  /** Asked between chunks, and when there will be no more; what was read until then stays. */
  isStopped: () => boolean;
  /** After each chunk, with what is known by then. */
  onChunk: (summary: SnapshotSummary) => void;
}

/** Bytes after the snapshot's end that are read to be counted. */
const TRAILING = 2 ** 20;

/** Reads a snapshot from its beginning to its end, to the first damage, or until it is stopped. */
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

/** zlib says what is wrong with compressed data by codes of its own. */
const isCompression = (error: unknown): error is { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
