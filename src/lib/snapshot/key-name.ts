/** Reads key names. Redis allows 512 MiB and the names stay in memory, so long names are shortened. */
import { Crc64 } from './crc64.js';
import { expandLzfHead } from './lzf.js';
import { content, nextString, type ParseContext, type Steps } from './parse-context.js';

/** Bytes; real names are shorter. */
export const LONGEST_NAME = 4096;

/** Reads the next string as a name. A longer name becomes its beginning, `~` and a checksum of the stored bytes. */
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

/** Skips `count` bytes and returns the first of them. */
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
