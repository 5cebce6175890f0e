/**
 * Stores texts by portion. Texts that belong together have the same portion, so that portions can be processed one by one. A few
 * kilobytes per portion stay in memory, the rest goes to a file without a name.
 */
import { closeSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { EXIT, MeterError } from '../format/errors.js';
import { openNamelessFile } from '../format/nameless-file.js';

/** Bytes of a portion that stay in memory. */
const HELD = 4096;
/** Maximum UTF-8 bytes per character of a text. */
const WIDEST = 3;
const LINE_FEED = 0x0a;

interface Portion {
  /** Bytes instead of texts, because the heap would copy long-lived texts between generations. */
  held: Buffer;
  used: number;
  /** Alternating offset and length of its blocks in the file; plain numbers, because there may be many. */
  blocks: number[];
  count: number;
}

export class PortionLog {
  readonly #portions: (Portion | undefined)[] = [];
  readonly #most: number;
  #file: number | null = null;
  #written = 0;
  #held = 0;

  /** `most`: bytes per portion that stay in memory. */
  constructor(most = HELD) {
    this.#most = most;
  }

  /** Bytes of memory, used or not. */
  get held(): number {
    return this.#held;
  }

  /** Texts must not contain a line feed; JSON never does. */
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

  /** Number of texts in the portion. */
  count(portion: number): number {
    return this.#portions[portion]?.count ?? 0;
  }

  /** The texts of a portion in order of arrival. */
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
        `The differences cannot be stored in ${tmpdir()} (${code ?? 'unknown reason'}).`,
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
