import { content, nextString, skipContent, type ParseContext, type Steps } from '../parse-context.js';
import type { SnapshotKey, ValueVisitor } from '../snapshot-key.js';
import { isInteger64 } from './elements.js';

/** Characters of the longest 64-bit integer. */
const LONGEST_INTEGER = 20;
const SHOWN = 2 ** 20;

export function* readString(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null): Steps {
  yield* nextString(context);
  const { head } = context;
  const { length } = head;
  let isInteger = head.kind === 'integer';
  if (visitor || (!isInteger && length <= LONGEST_INTEGER)) {
    const value = (yield* content(context, SHOWN))?.toString('latin1') ?? null;
    // The server keeps longer integers, too, which the file has as text.
    isInteger ||= value !== null && isInteger64(value);
    visitor?.entry(value, null);
  } else {
    yield* skipContent(context);
  }
  const { encoding, bytes } = context.memory.string(key.name.length, key.expireAtMs !== null, isInteger, length);
  key.encoding = encoding;
  key.length = length;
  key.bytes = bytes;
}
