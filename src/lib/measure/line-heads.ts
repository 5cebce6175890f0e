const LF = 10;
const CR = 13;

/** Bytes kept of a line: the command, its key and its first fields. The rest is a value, which is not needed. */
const HEAD_BYTES = 4096;

/** Takes chunks as they arrive and passes on the start of each line, as a byte string. Keeps at most one such start. */
export class LineHeads {
  readonly #onLine: (head: string, cut: boolean) => void;
  readonly #headBytes: number;
  #head = '';
  /** Bytes of the line so far. */
  #length = 0;
  #stopped = false;

  constructor(onLine: (head: string, cut: boolean) => void, headBytes = HEAD_BYTES) {
    this.#onLine = onLine;
    this.#headBytes = headBytes;
  }

  push(chunk: Buffer): void {
    let from = 0;
    while (from < chunk.length && !this.#stopped) {
      const end = chunk.indexOf(LF, from);
      const to = end < 0 ? chunk.length : end;
      this.#keep(chunk, from, to);
      if (end < 0) return;
      this.#deliver();
      from = end + 1;
    }
  }

  /** Must be called at the end of the input; passes on a last line without a line end. */
  end(): void {
    if (this.#length > 0 && !this.#stopped) this.#deliver();
  }

  /** Passes on nothing more. */
  stop(): void {
    this.#stopped = true;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const room = this.#headBytes - this.#head.length;
    if (room > 0) this.#head += chunk.toString('latin1', from, Math.min(to, from + room));
    this.#length += to - from;
  }

  #deliver(): void {
    const cut = this.#length > this.#head.length;
    const head = !cut && this.#head.charCodeAt(this.#head.length - 1) === CR ? this.#head.slice(0, -1) : this.#head;
    this.#head = '';
    this.#length = 0;
    this.#onLine(head, cut);
  }
}
