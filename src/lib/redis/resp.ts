/** RESP2 parser for bulk reading: a tenth of a general client's work per reply. Strings are byte strings (latin1). */
import { constants } from 'node:buffer';
import { Names } from './names.js';

/**
 * An error reply, such as `NOPERM …`. A value and not an exception, because one failed command in a pipeline does not fail the
 * others.
 */
export class ReplyError {
  constructor(readonly message: string) {}
}

export type Reply = string | number | bigint | null | ReplyError | Names | Reply[];

const CR = 13;
const LF = 10;
const MINUS = 45;
const ZERO = 48;
/** Longest run of digits that is always a safe integer. */
const SAFE_DIGITS = 15;
const INT64_MAX = 2n ** 63n - 1n;

/** Deeper than any Redis reply: COMMAND and XINFO STREAM FULL stay below ten. */
const MAX_DEPTH = 32;
/** The longest line that Redis itself reads. */
const MAX_LINE = 65_536;
/** Maximum bytes of one string: 512 MB, less the few bytes that a Node.js string cannot hold. */
export const MAX_BYTES = constants.MAX_STRING_LENGTH;
/** A reply up to this many bytes is accepted without asking for its limit. */
const SMALL = 65_536;
/** Minimum memory of one element, in addition to its bytes. */
const ELEMENT_BYTES = 16;

/** Encodes a pipeline of commands as one buffer; arguments are byte strings. */
export function encodePipeline(commands: readonly (readonly string[])[]): Buffer {
  let text = '';
  for (const args of commands) {
    text += `*${args.length}\r\n`;
    for (const arg of args) text += `$${arg.length}\r\n${arg}\r\n`;
  }
  return Buffer.from(text, 'latin1');
}

/** The bytes are not valid RESP2, or the reply exceeds its limit. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(detail: string) {
    super(`the reply is not RESP: ${detail}`);
  }
}

interface OpenArray {
  items: Reply[];
  /** The elements, where they are key names. */
  names: Names | null;
  missing: number;
}

/**
 * Takes chunks as they arrive and passes on each whole reply in order. Keeps at most one unfinished reply, and only the bytes
 * that have arrived: lengths are checked before memory is reserved for them. Throws ProtocolError.
 */
export class RespReader {
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes needed before parsing can continue; avoids re-reading a large string on every chunk. */
  #needed = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** Approximate memory of the unfinished reply so far. */
  #held = 0;
  readonly #open: OpenArray[] = [];
  readonly #onReply: (reply: Reply) => void;
  readonly #limit: () => number;
  readonly #longest: number;
  readonly #bringsNames: () => boolean;
  /** The kept start of a string that is too long, and the bytes of the rest still to skip. */
  #cut = '';
  #passing = 0;

  /**
   * `limit`: maximum bytes of the current reply, asked only for replies that are not small. `longest`: bytes kept of a longer
   * string. `bringsNames`: true when an array inside the current reply holds key names.
   */
  constructor(
    onReply: (reply: Reply) => void,
    limit: () => number = () => MAX_BYTES,
    longest = MAX_BYTES,
    bringsNames = () => false,
  ) {
    this.#onReply = onReply;
    this.#limit = limit;
    this.#longest = longest;
    this.#bringsNames = bringsNames;
  }

  push(chunk: Buffer): void {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    const rest = this.#buffer.length - this.#at;
    if (rest + this.#waitingBytes < this.#needed) return;
    this.#buffer =
      rest === 0 && this.#waiting.length === 1 ? chunk : Buffer.concat([this.#buffer.subarray(this.#at), ...this.#waiting]);
    this.#at = 0;
    this.#needed = 0;
    this.#waiting = [];
    this.#waitingBytes = 0;
    while (this.#at < this.#buffer.length) {
      const reply = this.#next();
      if (reply === undefined) return;
      this.#deliver(reply);
    }
  }

  #deliver(reply: Reply): void {
    let value = reply;
    for (;;) {
      const parent = this.#open[this.#open.length - 1];
      if (!parent) {
        this.#held = 0;
        return this.#onReply(value);
      }
      if (parent.names === null) parent.items.push(value);
      else if (value !== parent.names) throw new ProtocolError('something else among names');
      if (--parent.missing > 0) return;
      this.#open.pop();
      value = parent.names ?? parent.items;
    }
  }

  /** The next element; `undefined` when it is incomplete. Opens an array instead of returning it. */
  #next(): Reply | undefined {
    if (this.#passing > 0) return this.#pass();
    for (;;) {
      const buffer = this.#buffer;
      const end = this.#lineEnd();
      if (end < 0) return this.#checkUnfinished();
      const from = this.#at + 1;
      this.#hold(ELEMENT_BYTES);
      switch (buffer[this.#at]) {
        case 0x2b: // +
          this.#hold(end - from);
          this.#at = end + 2;
          return buffer.toString('latin1', from, end);
        case 0x2d: // -
          this.#hold(end - from);
          this.#at = end + 2;
          return new ReplyError(buffer.toString('latin1', from, end));
        case 0x3a: // :
          this.#at = end + 2;
          return integer(buffer, from, end);
        case 0x24: {
          // $
          const length = lengthIn(buffer, from, end);
          if (length < 0) {
            this.#at = end + 2;
            return null;
          }
          const start = end + 2;
          const names = this.#open[this.#open.length - 1]?.names;
          if (length > this.#longest && !names) return this.#cutString(start, length);
          if (buffer.length < start + length + 2) {
            this.#check(this.#held + length);
            this.#needed = start + length + 2 - this.#at;
            // It is counted when complete.
            this.#held -= ELEMENT_BYTES;
            return undefined;
          }
          this.#hold(length);
          if (buffer[start + length] !== CR || buffer[start + length + 1] !== LF)
            throw new ProtocolError('a string longer than told');
          this.#at = start + length + 2;
          if (!names) return buffer.toString('latin1', start, start + length);
          names.add(buffer, start, start + length);
          return names;
        }
        case 0x2a: {
          // *
          const length = lengthIn(buffer, from, end);
          this.#at = end + 2;
          if (length < 0) return null;
          const names = this.#open.length === 1 && this.#bringsNames() ? new Names() : null;
          if (length === 0) return names ?? [];
          this.#check(this.#held + length * ELEMENT_BYTES);
          if (this.#open.length === MAX_DEPTH) throw new ProtocolError(`arrays nested more than ${MAX_DEPTH} deep`);
          this.#open.push({ items: [], names, missing: length });
          if (this.#at >= buffer.length) return undefined;
          continue;
        }
        default:
          throw unknownType(buffer[this.#at]!);
      }
    }
  }

  /** Keeps the start of a string. */
  #cutString(start: number, length: number): Reply | undefined {
    this.#check(this.#held + length);
    const end = start + this.#longest;
    if (this.#buffer.length < end) {
      this.#needed = end - this.#at;
      this.#held -= ELEMENT_BYTES;
      return undefined;
    }
    this.#hold(this.#longest);
    this.#cut = this.#buffer.toString('latin1', start, end);
    this.#passing = length - this.#longest + 2;
    this.#at = end;
    return this.#pass();
  }

  /** Skips the rest of a string and its line end. */
  #pass(): Reply | undefined {
    const buffer = this.#buffer;
    const available = buffer.length - this.#at;
    if (available < this.#passing) {
      // The line end is checked in one piece.
      const skipped = Math.max(0, Math.min(available, this.#passing - 2));
      this.#at += skipped;
      this.#passing -= skipped;
      if (this.#at < buffer.length) this.#needed = this.#passing;
      return undefined;
    }
    this.#at += this.#passing;
    this.#passing = 0;
    if (buffer[this.#at - 2] !== CR || buffer[this.#at - 1] !== LF) throw new ProtocolError('a string longer than told');
    return this.#cut;
  }

  /** Rejects bytes that cannot become a valid line, instead of waiting for more. */
  #checkUnfinished(): undefined {
    const type = this.#buffer[this.#at]!;
    if (!TYPES.includes(type)) throw unknownType(type);
    const longest = type === 0x2b || type === 0x2d ? MAX_LINE : SMALLEST_LINE;
    if (this.#buffer.length - this.#at > longest) throw new ProtocolError('a line without an end');
  }

  #hold(bytes: number): void {
    this.#held += bytes;
    if (this.#held > SMALL) this.#check(this.#held);
  }

  #check(bytes: number): void {
    if (bytes <= SMALL) return;
    const limit = Math.min(this.#limit(), MAX_BYTES);
    if (bytes > limit) throw new ProtocolError(`more than the ${limit} bytes that the reply may take`);
  }

  /** Index of the CR that ends the current line, or -1. */
  #lineEnd(): number {
    const buffer = this.#buffer;
    // Most lines are a few bytes: a loop over bytes is faster than a native call.
    const near = Math.min(this.#at + 24, buffer.length);
    let end = this.#at;
    while (end < near && buffer[end] !== CR) end++;
    if (end === near) end = buffer.indexOf(CR, near);
    if (end < 0 || end + 1 >= buffer.length) return -1;
    if (buffer[end + 1] !== LF) throw new ProtocolError('a line that does not end as one');
    return end;
  }
}

/** `+`, `-`, `:`, `$`, `*` */
const TYPES = [0x2b, 0x2d, 0x3a, 0x24, 0x2a];
/** Longest length or 64-bit integer, with its type, sign and line end. */
const SMALLEST_LINE = 24;

const unknownType = (byte: number): ProtocolError => new ProtocolError(`it begins with byte ${byte}`);

/** A length as a number, or -1. */
function lengthIn(buffer: Buffer, from: number, to: number): number {
  const length = integer(buffer, from, to);
  if (typeof length === 'bigint' || length < -1) throw new ProtocolError(`a length of ${length}`);
  return length;
}

/** A number if it is a safe integer, else a bigint. */
function integer(buffer: Buffer, from: number, to: number): number | bigint {
  if (to - from > SAFE_DIGITS) return bigInteger(buffer.toString('latin1', from, to));
  const negative = buffer[from] === MINUS;
  let value = 0;
  const first = negative ? from + 1 : from;
  if (first === to) throw notInteger();
  for (let i = first; i < to; i++) {
    const digit = buffer[i]! - ZERO;
    if (digit < 0 || digit > 9) throw notInteger();
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

const notInteger = (): ProtocolError => new ProtocolError('an integer with other than digits');

function bigInteger(digits: string): number | bigint {
  if (!/^-?\d{1,20}$/.test(digits)) throw notInteger();
  const value = BigInt(digits);
  if (value > INT64_MAX || value < -INT64_MAX - 1n) throw new ProtocolError('an integer of more than 64 bits');
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
