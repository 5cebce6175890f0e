/**
 * Texts by portion: what belongs together has the same portion, so that portions can be looked at one after the other. Of each portion a few
 * kilobytes are kept in memory, the others in a file without a name.
 */
import { closeSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { EXIT, MeterError } from '../format/errors.js';
import { openNamelessFile } from '../format/nameless-file.js';

/** Bytes of a portion that are kept in memory. */
const HELD = 4096;
/** A character of a text takes no more bytes in UTF-8. */
const WIDEST = 3;
const LINE_FEED = 0x0a;

interface Portion {
  /** Bytes, not texts: texts that stay for a while are moved from one generation of the heap to the next. */
  held: Buffer;
  used: number;
  /** Where its blocks lie in the file, and how many bytes each has: by turns, and numbers alone, since there may be many. */
  blocks: number[];
  count: number;
}

export class PortionLog {
  readonly #portions: (Portion | undefined)[] = [];
  readonly #most: number;
  #file: number | null = null;
  #written = 0;
  #held = 0;

  /** `most`: bytes of each portion that are kept in memory. */
  constructor(most = HELD) {
    this.#most = most;
  }

  /** Bytes that are kept in memory, used or not. */
  get held(): number {
    return this.#held;
  }

  /** Texts without a line feed, as JSON has none. */
  add(portion: number, text: string): void {
    const own = (this.#portions[portion] ??= this.#portion());
    own.count++;
    const most = text.length * WIDEST + 1;
    if (most > this.#most - own.used) this.#spill(own);
    if (most > this.#most) {
      this.#write(own, Buffer.from(`${text}\n`, 'utf8'));
      return;
    }
    own.used += own.held.write(text, own.used, 'utf8');
    own.used = own.held.writeUInt8(LINE_FEED, own.used);
  }

  /** How many texts the portion has. */
  count(portion: number): number {
    return this.#portions[portion]?.count ?? 0;
  }

  /** The texts of a portion in the order in which they came. */
  *texts(portion: number): Generator<string> {
    const own = this.#portions[portion];
    if (!own) return;
    for (let block = 0; block < own.blocks.length; block += 2) {
      const buffer = Buffer.allocUnsafe(own.blocks[block + 1]!);
      readSync(this.#file!, buffer, 0, buffer.length, own.blocks[block]!);
      yield* textsIn(buffer);
    }
    yield* textsIn(Buffer.from(own.held.subarray(0, own.used)));
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#portions.length = 0;
    this.#held = 0;
  }

  #portion(): Portion {
    this.#held += this.#most;
    return { held: Buffer.allocUnsafeSlow(this.#most), used: 0, blocks: [], count: 0 };
  }

  #spill(own: Portion): void {
    if (own.used > 0) this.#write(own, own.held.subarray(0, own.used));
    own.used = 0;
  }

  #write(own: Portion, bytes: Buffer): void {
    try {
      this.#file ??= openNamelessFile();
      writeAll(this.#file, bytes);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new MeterError(
        'temporary-file',
        EXIT.failure,
        `What differs cannot be kept in ${tmpdir()} (${code ?? 'unknown reason'}).`,
        ['Make room there, name another folder in TMPDIR, or check less at a time: --family, --invariant, --owner.'],
      );
    }
    own.blocks.push(this.#written, bytes.length);
    this.#written += bytes.length;
  }
}

function* textsIn(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, at);
    yield bytes.toString('utf8', at, end);
    at = end + 1;
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
