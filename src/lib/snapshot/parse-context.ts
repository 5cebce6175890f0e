/**
 * Shared parts of all value readers. Reading is synchronous while bytes are available. Otherwise the generators `yield`, and
 * continue when the cursor has more bytes or has ended. No value is held in memory whole, except small ones that a visitor looks
 * into.
 */
import type { ByteCursor } from './byte-cursor.js';
import type { EncodingRules } from './encodings.js';
import type { HashTemplates } from './hash-templates.js';
import { expandLzf, lzfLength } from './lzf.js';
import type { ServerMemory } from './memory/server-memory.js';
import { SnapshotProblem } from './problem.js';
import type { StringHead } from './string-head.js';

/**
 * Heads, numbers, times and ids are shorter. With this many bytes available, or at the end of the file, they are read without
 * further checks.
 */
export const MARGIN = 64;

/** Maximum bytes of strings and packed values that are looked into. */
export const LOOK_INTO = 16 * 2 ** 20;
/** Bytes of a packed value that contain its number of entries. */
export const PACKED_HEAD = 10;
/** Maximum bytes of shown auxiliary texts, and of shown elements of streamed values. */
const SHOWN = 2 ** 20;

/** Maximum bytes of what visitors receive. */
export interface Limits {
  /** Strings and packed values that are expanded for visitors. */
  lookInto: number;
  /** Elements. */
  shown: number;
}

/** Keeps memory small, whatever a value contains or claims. */
export const STREAMED: Limits = { lookInto: LOOK_INTO, shown: SHOWN };
/** Characters of the longest 64-bit integer. A set stores integers differently from text. */
export const LONGEST_INTEGER = 20;

/** `longest`: the visitor's `longest`. */
export const shownUpTo = (limits: Limits, longest: number): Limits => ({
  ...limits,
  shown: Math.min(limits.shown, Math.max(longest, LONGEST_INTEGER)),
});

/** For values that are in memory anyway. */
export const WHOLE: Limits = { lookInto: Infinity, shown: Infinity };
/**
 * Maximum expanded bytes of compressed parts in such a value. Without it, a payload of 6 MB could claim the 512 MB of the longest
 * string.
 */
export const MOST_EXPANDED = 128 * 2 ** 20;

export type Steps<Result = void> = Generator<undefined, Result, undefined>;

export interface ParseContext {
  cursor: ByteCursor;
  head: StringHead;
  memory: ServerMemory;
  rules: EncodingRules;
  isValkey: boolean;
  templates: HashTemplates;
  limits: Limits;
  /** Bytes to which strings and packed values of one payload may still expand. */
  expansion: { left: number };
  /** Buffer for the first `PACKED_HEAD` bytes of a compressed value. */
  scratch: Buffer;
}

/** The next bytes as stored. `null`: more than `limit`; they are skipped. */
export function* take({ cursor }: ParseContext, count: number, limit: number): Steps<Buffer | null> {
  if (count > limit) {
    yield* skip(cursor, count);
    return null;
  }
  if (count <= cursor.left) {
    const { at, bytes } = cursor;
    cursor.at += count;
    return bytes.subarray(at, cursor.at);
  }
  // Memory grows with the bytes received, not with the claimed length.
  const parts: Buffer[] = [];
  let missing = count;
  for (;;) {
    const part = Math.min(missing, cursor.left);
    parts.push(Buffer.from(cursor.bytes.subarray(cursor.at, cursor.at + part)));
    cursor.at += part;
    missing -= part;
    if (missing === 0) return Buffer.concat(parts);
    if (cursor.ended) throw cursor.truncated();
    yield;
  }
}

export function* skip(cursor: ByteCursor, count: number): Steps {
  let missing = count;
  while (missing > cursor.left) {
    missing -= cursor.left;
    cursor.at = cursor.bytes.length;
    if (cursor.ended) throw cursor.truncated();
    yield;
  }
  cursor.at += missing;
}

/** The string whose head was just read; `null`: longer than `limit`. */
export function* content(context: ParseContext, limit: number): Steps<Buffer | null> {
  const { head, limits } = context;
  const { kind, length, offset } = head;
  if (kind === 'integer') return Buffer.from(String(head.value), 'latin1');
  if (kind === 'raw') return yield* take(context, length, limit);
  const stored = yield* take(context, head.stored, limits.lookInto);
  if (stored === null) return null;
  if (length > limit) {
    if (lzfLength(stored) !== length) throw badCompression(offset);
    return null;
  }
  const expanded = expandWithin(context, stored);
  if (expanded === null) throw badCompression(offset);
  return expanded;
}

/** The compressed string whose head was just read; `null`: damaged. */
export function expandWithin({ head, expansion }: ParseContext, stored: Buffer): Buffer | null {
  const { length, offset } = head;
  if (length > expansion.left)
    throw new SnapshotProblem('absurd-length', offset, 'what is compressed in it expands to more than can be looked into');
  expansion.left -= length;
  return expandLzf(stored, length);
}

/** Skips the string whose head was just read. */
export function* skipContent(context: ParseContext): Steps {
  const { head, cursor } = context;
  if (head.kind === 'integer') return;
  if (head.kind === 'raw') {
    if (head.stored <= cursor.left) cursor.at += head.stored;
    else yield* skip(cursor, head.stored);
    return;
  }
  const { length, offset } = head;
  if (head.stored <= cursor.left && head.stored <= LOOK_INTO) {
    passCompressed(context);
    return;
  }
  const stored = yield* take(context, head.stored, LOOK_INTO);
  if (stored !== null && lzfLength(stored) !== length) throw badCompression(offset);
}

/** Skips the compressed string whose head was just read. All of its bytes must be available. */
export function passCompressed({ cursor, head }: ParseContext): void {
  const from = cursor.at;
  cursor.at += head.stored;
  if (lzfLength(cursor.bytes, from, cursor.at) !== head.length) throw badCompression(head.offset);
}

const badCompression = (offset: number): SnapshotProblem =>
  new SnapshotProblem('corrupt-string', offset, `the compressed string at byte ${offset} is damaged`);

export const corruptValue = (offset: number, what: string): SnapshotProblem =>
  new SnapshotProblem('corrupt-value', offset, `the ${what} at byte ${offset} is damaged`);

/** Reads the head of the next string. */
export function* nextString({ cursor, head }: ParseContext): Steps {
  if (cursor.left < MARGIN && !cursor.ended) yield;
  head.read();
}

/** Reads a short string whole, as a byte string; `null`: longer than a mebibyte. */
export function* text(context: ParseContext): Steps<string | null> {
  yield* nextString(context);
  return (yield* content(context, SHOWN))?.toString('latin1') ?? null;
}

export function* count({ cursor, head }: ParseContext): Steps<number> {
  if (cursor.left < MARGIN && !cursor.ended) yield;
  return head.count();
}

export function* number({ cursor, head }: ParseContext): Steps<number> {
  if (cursor.left < MARGIN && !cursor.ended) yield;
  return head.number();
}

/** Ensures that the next numbers can be read synchronously. */
export function* margin({ cursor }: ParseContext): Steps {
  if (cursor.left < MARGIN && !cursor.ended) yield;
}

const NUMBER_64 = 0x81;

/** A 64-bit number, exact where `number` would round. */
export function* exactNumber({ cursor, head }: ParseContext): Steps<bigint> {
  if (cursor.left < MARGIN && !cursor.ended) yield;
  if (cursor.bytes[cursor.at] !== NUMBER_64) return BigInt(head.number());
  cursor.skip(1);
  return cursor.u64be();
}
