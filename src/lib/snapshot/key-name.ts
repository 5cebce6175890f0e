/** Names of keys. Redis allows 512 MiB; what is counted of a name stays in memory, so that of a long one only its beginning is told. */
import { Crc64 } from './crc64.js';
import { expandLzfHead } from './lzf.js';
import { content, nextString, type ParseContext, type Steps } from './parse-context.js';

/** Bytes; nobody has longer names. */
export const LONGEST_NAME = 4096;

/** The next string as a name; of a longer one the beginning, `~` and a checksum of the whole as it is in the file. */
export function* readName(context: ParseContext): Steps<Buffer> {
  yield* nextString(context);
  const { kind, length, stored } = context.head;
  if (length <= LONGEST_NAME) return (yield* content(context, LONGEST_NAME))!;
  const crc = new Crc64();
  const beginning = yield* passSummed(context, stored, crc);
  const shown = Buffer.alloc(LONGEST_NAME);
  const bytes = kind === 'raw' ? beginning.copy(shown) : (expandLzfHead(beginning, shown) ?? 0);
  return Buffer.concat([shown.subarray(0, bytes), Buffer.from(`~${crc.digest().toString(16)}`)]);
}

/** Passes so many bytes and returns the first of them. */
function* passSummed({ cursor }: ParseContext, count: number, crc: Crc64): Steps<Buffer> {
  const beginning = Buffer.alloc(Math.min(count, LONGEST_NAME));
  for (let passed = 0; passed < count;) {
    const part = cursor.bytes.subarray(cursor.at, cursor.at + Math.min(cursor.left, count - passed));
    part.copy(beginning, Math.min(passed, beginning.length));
    crc.update(part);
    cursor.at += part.length;
    passed += part.length;
    if (passed === count) break;
    if (cursor.ended) throw cursor.truncated();
    yield;
  }
  return beginning;
}
