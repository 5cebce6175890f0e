import {
  content,
  LONGEST_INTEGER,
  LOOK_INTO,
  nextString,
  passCompressed,
  skipContent,
  type ParseContext,
  type Steps,
} from '../parse-context.js';
import type { SnapshotKey, ValueVisitor } from '../snapshot-key.js';
import { isInteger64 } from './elements.js';

export function* readString(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null): Steps {
  yield* nextString(context);
  const { head } = context;
  const { length } = head;
  let isInteger = head.kind === 'integer';
  if (visitor || (!isInteger && length <= LONGEST_INTEGER)) {
    const value = (yield* content(context, context.limits.shown))?.toString('latin1') ?? null;
    // The server also stores longer integers as integers, but the file has them as text.
    isInteger ||= value !== null && isInteger64(value);
    visitor?.entry(value, null);
  } else {
    yield* skipContent(context);
  }
  finish(context, key, isInteger, length);
}

/** Skips a string that is fully available; otherwise reads nothing. */
export function passString(context: ParseContext, key: SnapshotKey): boolean {
  const { cursor, head } = context;
  const start = cursor.at;
  head.read();
  const { kind, length, stored } = head;
  if (stored > cursor.left || stored > LOOK_INTO) {
    cursor.at = start;
    return false;
  }
  if (kind === 'lzf') passCompressed(context);
  else cursor.at += stored;
  const isShort = kind === 'raw' && length <= LONGEST_INTEGER;
  const isInteger =
    kind === 'integer' || (isShort && isInteger64(cursor.bytes.toString('latin1', cursor.at - length, cursor.at)));
  finish(context, key, isInteger, length);
  return true;
}

function finish({ memory }: ParseContext, key: SnapshotKey, isInteger: boolean, length: number): void {
  const { encoding, bytes } = memory.string(key.nameLength, key.expireAtMs !== null, isInteger, length);
  key.encoding = encoding;
  key.length = length;
  key.bytes = bytes;
}
