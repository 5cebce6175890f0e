import { readSync } from 'node:fs';
import { MAGIC_BYTES } from './magic.js';
import type { ValueVisitor } from './snapshot-key.js';
import { SnapshotParser } from './snapshot-parser.js';

/** Most values are shorter than what is read first. */
const FIRST = 4096;
const MOST = 256 * 1024;

/** Shows a visitor one value of an open file again: that of the key whose record begins at `offset`. With the file's magic before it, a record is a snapshot by itself. */
export function readValue(fd: number, offset: number, visitor: ValueVisitor): void {
  let [begun, ended] = [false, false];
  const parser = new SnapshotParser({
    begin() {
      if (begun) return null;
      begun = true;
      return visitor;
    },
    end: () => (ended = true),
  });
  parser.push(readAt(fd, 0, MAGIC_BYTES));
  let position = offset;
  for (let size = FIRST; !ended && !parser.done; size = Math.min(size * 2, MOST)) {
    const chunk = readAt(fd, position, size);
    if (chunk.length === 0) parser.end();
    else parser.push(chunk);
    position += chunk.length;
  }
}

function readAt(fd: number, position: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  return buffer.subarray(0, readSync(fd, buffer, 0, size, position));
}
