import type { SnapshotFile } from './snapshot-file.js';
import type { SnapshotSink } from './snapshot-key.js';
import { SnapshotParser } from './snapshot-parser.js';
import type { SnapshotSummary } from './summary.js';

export interface ReadOptions {
  sink: SnapshotSink;
  /** Asked between chunks, and when there will be no more; what was read until then stays. */
  isStopped: () => boolean;
  /** After each chunk. */
  onChunk: () => void;
}

/** Bytes after the snapshot's end that are read to be counted. */
const TRAILING = 2 ** 20;

/** Reads a snapshot from its beginning to its end, to the first damage, or until it is stopped. */
export async function readSnapshot(file: SnapshotFile, { sink, isStopped, onChunk }: ReadOptions): Promise<SnapshotSummary> {
  const parser = new SnapshotParser(sink, file.bytes);
  try {
    for await (const chunk of file.chunks) {
      parser.push(chunk);
      onChunk();
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
