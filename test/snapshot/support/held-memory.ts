/** How much a parser holds of what it has been given. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SnapshotParser } from '../../../src/lib/snapshot/snapshot-parser.js';
import type { SnapshotSummary } from '../../../src/lib/snapshot/summary.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export interface Held {
  summary: SnapshotSummary;
  /** Keys that were complete. */
  lengths: (number | null)[];
  /** The most that was held after any of the chunks that were looked at, beyond what was held at first. */
  bytes: number;
}

/** Looks every so many bytes. */
const EVERY = 8 * 2 ** 20;

/** Hands the chunks to a parser, which does not know how many there will be. */
export function heldMemory(chunks: Iterable<Buffer>, visit: boolean): Held {
  const lengths: (number | null)[] = [];
  const parser = new SnapshotParser({
    begin: () => (visit ? { entry: () => {} } : null),
    end: ({ length }) => void (lengths.length < 1000 && lengths.push(length)),
  });
  const before = inUse();
  let most = 0;
  let since = 0;
  for (const chunk of chunks) {
    parser.push(chunk);
    since += chunk.length;
    if (since < EVERY) continue;
    since = 0;
    most = Math.max(most, inUse() - before);
  }
  most = Math.max(most, inUse() - before);
  return { summary: parser.end(), lengths, bytes: most };
}

function inUse(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
