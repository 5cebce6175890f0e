/** Reads selected records of open snapshots again, without the records between them. */
import { readSync } from 'node:fs';
import { MAGIC_BYTES } from './magic.js';
import type { SnapshotKey, ValueVisitor } from './snapshot-key.js';
import { SnapshotParser } from './snapshot-parser.js';

/** Bytes between two records that are read through: a new parser costs as much. */
const NEAR = 4096;
const FIRST = 4096;
const MOST = 256 * 1024;

export interface RecordSink {
  /** Called at the start of the record at this offset. The database is unknown here. */
  begin(offset: number, key: SnapshotKey): ValueVisitor | null;
  end(offset: number, key: SnapshotKey): void;
}

export class RecordReader {
  /** Buffers for the bytes read and for the parser: the same memory for all records. */
  readonly #buffer = Buffer.allocUnsafeSlow(MOST);
  readonly #room = Buffer.allocUnsafeSlow(2 * MOST);
  #magic = Buffer.alloc(0);
  #fd = -1;

  /** Reads from the open file `fd`. `offsets`: starts of the records, ascending and unique. Ends at the first damage. */
  read(fd: number, offsets: readonly number[], sink: RecordSink): void {
    this.#fd = fd;
    this.#magic = Buffer.from(this.#readAt(0, MAGIC_BYTES));
    for (let at = 0; at < offsets.length;) {
      let end = at + 1;
      while (end < offsets.length && offsets[end]! - offsets[end - 1]! <= NEAR) end++;
      this.#readRun(offsets, at, end, sink);
      at = end;
    }
  }

  /** A run of records is a valid snapshot when the file's magic precedes it. */
  #readRun(offsets: readonly number[], from: number, to: number, sink: RecordSink): void {
    const start = offsets[from]!;
    let next = from;
    let current = -1;
    const parser = new SnapshotParser(
      {
        begin(key) {
          const offset = key.offset - MAGIC_BYTES + start;
          current = next < to && offsets[next] === offset ? offset : -1;
          if (current < 0) return null;
          next++;
          return sink.begin(offset, key);
        },
        end(key) {
          if (current >= 0) sink.end(current, key);
          current = -1;
          if (next === to) parser.stop();
        },
      },
      null,
      this.#room,
    );
    parser.push(this.#magic);
    let position = start;
    const last = offsets[to - 1]!;
    for (let size = FIRST; !parser.done; size = Math.min(size * 2, MOST)) {
      const chunk = this.#readAt(position, Math.max(size, Math.min(MOST, last - position + FIRST)));
      if (chunk.length === 0) parser.end();
      else parser.push(chunk);
      position += chunk.length;
    }
  }

  #readAt(position: number, size: number): Buffer {
    return this.#buffer.subarray(0, readSync(this.#fd, this.#buffer, 0, size, position));
  }
}
