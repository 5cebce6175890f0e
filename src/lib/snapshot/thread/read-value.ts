import { readSync } from 'node:fs';
import type { HashTemplates } from '../hash-templates.js';
import { MAGIC_BYTES } from '../magic.js';
import type { ValueVisitor } from '../snapshot-key.js';
import { SnapshotParser } from '../snapshot-parser.js';

/** `FIRST`: bytes of the first read, which cover most values. */
const FIRST = 4096;
const MOST = 256 * 1024;

/** Reads single values of an open file again. */
export class ValueReader {
  /** Buffers for the bytes read and for the parser: the same memory for all values. */
  readonly #buffer = Buffer.allocUnsafeSlow(MOST);
  readonly #room = Buffer.allocUnsafeSlow(2 * MOST);
  #templates: HashTemplates | null = null;

  constructor(private readonly fd: number) {}

  /**
   * Passes the value of the key whose record starts at `offset` to the visitor. A record is a valid snapshot when the file's
   * magic precedes it.
   */
  read(offset: number, visitor: ValueVisitor): void {
    let [begun, ended] = [false, false];
    const sink = {
      begin(): ValueVisitor | null {
        if (begun) return null;
        begun = true;
        return visitor;
      },
      end: (): void => {
        ended = true;
      },
    };
    const parser = new SnapshotParser(sink, null, this.#room, (this.#templates ??= this.#readTemplates()));
    parser.push(this.#readAt(0, MAGIC_BYTES));
    let position = offset;
    for (let size = FIRST; !ended && !parser.done; size = Math.min(size * 2, MOST)) {
      const chunk = this.#readAt(position, size);
      if (chunk.length === 0) parser.end();
      else parser.push(chunk);
      position += chunk.length;
    }
  }

  /** Templates precede the first key. */
  #readTemplates(): HashTemplates {
    let begun = false;
    const begin = (): null => {
      begun = true;
      return null;
    };
    const parser = new SnapshotParser({ begin, end: () => {} }, null, this.#room);
    let position = 0;
    for (let size = FIRST; !begun && !parser.done; size = MOST) {
      const chunk = this.#readAt(position, size);
      if (chunk.length === 0) parser.end();
      else parser.push(chunk);
      position += chunk.length;
    }
    return parser.templates;
  }

  #readAt(position: number, size: number): Buffer {
    return this.#buffer.subarray(0, readSync(this.fd, this.#buffer, 0, size, position));
  }
}
