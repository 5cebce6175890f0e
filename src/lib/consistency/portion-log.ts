/**
 * Texts by portion: what belongs together has the same portion, so that portions can be looked at one after the other. A few megabytes are kept in
 * memory, the others in a file without a name.
 */
import { closeSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { EXIT, MeterError } from '../format/errors.js';
import { openNamelessFile } from '../format/nameless-file.js';

/** Characters that are kept in memory. */
const HELD = 4 * 2 ** 20;

interface Block {
  at: number;
  bytes: number;
}

interface Portion {
  held: string[];
  blocks: Block[];
  count: number;
}

export class PortionLog {
  readonly #portions: (Portion | undefined)[] = [];
  readonly #most: number;
  #held = 0;
  #file: number | null = null;
  #written = 0;

  /** `most`: characters that are kept in memory. */
  constructor(most = HELD) {
    this.#most = most;
  }

  /** Texts without a line feed, as JSON has none. */
  add(portion: number, text: string): void {
    const own = (this.#portions[portion] ??= { held: [], blocks: [], count: 0 });
    own.held.push(text);
    own.count++;
    this.#held += text.length;
    if (this.#held > this.#most) this.#spill();
  }

  /** How many texts the portion has. */
  count(portion: number): number {
    return this.#portions[portion]?.count ?? 0;
  }

  /** The texts of a portion in the order in which they came. */
  *texts(portion: number): Generator<string> {
    const own = this.#portions[portion];
    if (!own) return;
    for (const { at, bytes } of own.blocks) {
      const buffer = Buffer.allocUnsafe(bytes);
      readSync(this.#file!, buffer, 0, bytes, at);
      yield* buffer.toString('utf8').split('\n');
    }
    yield* own.held;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#portions.length = 0;
  }

  #spill(): void {
    try {
      this.#file ??= openNamelessFile();
      for (const portion of this.#portions) {
        if (!portion || portion.held.length === 0) continue;
        const bytes = Buffer.from(portion.held.join('\n'), 'utf8');
        writeAll(this.#file, bytes);
        portion.blocks.push({ at: this.#written, bytes: bytes.length });
        portion.held = [];
        this.#written += bytes.length;
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new MeterError(
        'temporary-file',
        EXIT.failure,
        `What differs cannot be kept in ${tmpdir()} (${code ?? 'unknown reason'}).`,
        ['Make room there, name another folder in TMPDIR, or check less at a time: --family, --invariant, --owner.'],
      );
    }
    this.#held = 0;
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
