/**
 * Listpacks: the server's packed form of small collections, list nodes and stream nodes (`listpack.c`; the format is unchanged
 * since 5.0).
 */
import { ByteWriter } from './byte-writer.js';
import { fits, wholeNumber, type Integer } from './whole-number.js';

/** Total bytes and number of elements at the start, one terminator at the end. */
export const LISTPACK_HEADER_BYTES = 6;
const NO_HEADER = new Uint8Array(LISTPACK_HEADER_BYTES);
const TERMINATOR = 0xff;

/** Builds a listpack. Elements are byte strings or integers; a text that is an integer is stored as one. */
export class ListpackBuilder {
  readonly #out = new ByteWriter();
  #count = 0;

  constructor() {
    this.#out.bytes(NO_HEADER);
  }

  /** Bytes of the whole listpack so far. */
  get bytes(): number {
    return this.#out.length + 1;
  }

  get count(): number {
    return this.#count;
  }

  add(element: string | Integer): void {
    const start = this.#out.length;
    const integer = typeof element === 'string' ? wholeNumber(element) : element;
    if (integer !== null) writeInteger(this.#out, integer);
    else writeText(this.#out, element as string);
    writeBackLength(this.#out, this.#out.length - start);
    this.#count++;
  }

  /** Returns the listpack's bytes, and starts a new one. */
  take(): Buffer {
    this.#out.byte(TERMINATOR);
    const bytes = this.#out.take();
    bytes.writeUInt32LE(bytes.length, 0);
    bytes.writeUInt16LE(this.#count, 4);
    this.#out.bytes(NO_HEADER);
    this.#count = 0;
    return bytes;
  }
}

export function listpack(elements: Iterable<string | Integer>): Buffer {
  const builder = new ListpackBuilder();
  for (const element of elements) builder.add(element);
  return builder.take();
}

function writeInteger(out: ByteWriter, value: Integer): void {
  if (value >= 0 && value <= 127) return out.byte(Number(value));
  if (fits(value, 13)) {
    const bits = Number(value) & 0x1fff;
    out.byte(0xc0 | (bits >> 8));
    return out.byte(bits & 0xff);
  }
  const lead = fits(value, 16) ? 0xf1 : fits(value, 24) ? 0xf2 : fits(value, 32) ? 0xf3 : 0xf4;
  out.byte(lead);
  if (lead === 0xf4) out.integer64(value);
  else out.integer(Number(value), lead - 0xef);
}

function writeText(out: ByteWriter, text: string): void {
  if (text.length < 64) out.byte(0x80 | text.length);
  else if (text.length < 4096) {
    out.byte(0xe0 | (text.length >> 8));
    out.byte(text.length & 0xff);
  } else {
    out.byte(0xf0);
    out.integer(text.length, 4);
  }
  out.text(text);
}

/**
 * Length of an element for reading backwards: seven bits per byte, with all but the first byte marked. The limits are those of
 * the server.
 */
function writeBackLength(out: ByteWriter, length: number): void {
  const bytes = length <= 127 ? 1 : length < 16_383 ? 2 : length < 2_097_151 ? 3 : length < 268_435_455 ? 4 : 5;
  for (let rest = bytes - 1; rest >= 0; rest--)
    out.byte((Math.floor(length / 128 ** rest) & 127) | (rest === bytes - 1 ? 0 : 128));
}
