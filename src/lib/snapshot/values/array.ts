/**
 * Arrays of Redis 8.8: number of elements, whether an insert position follows, then each element's index, value form and value.
 * Source: rdb.h and the array's own tags of Redis 8.8.
 */
import { corruptValue, count, margin, number, type ParseContext, type Steps } from '../parse-context.js';
import type { SnapshotKey } from '../snapshot-key.js';
import { passString } from './elements.js';

const FORM = { text: 0, integer: 1, float: 2, shortText: 3 } as const;
const NUMBER_BYTES = 8;

/** The type as TYPE reports it. Elements are not shown: no known application uses them. */
export function* readArray(context: ParseContext, key: SnapshotKey): Steps {
  const { cursor } = context;
  const start = cursor.offset;
  const total = yield* count(context);
  const hasPlace = yield* number(context);
  if (hasPlace > 1) throw corruptValue(start, 'array');
  if (hasPlace === 1) yield* number(context);
  for (let left = total; left > 0; left--) {
    yield* number(context);
    const { offset } = cursor;
    const form = yield* number(context);
    if (form === FORM.text || form === FORM.shortText) yield* passString(context);
    else if (form === FORM.integer || form === FORM.float) {
      yield* margin(context);
      cursor.skip(NUMBER_BYTES);
    } else throw corruptValue(offset, 'array');
  }
  key.moduleType = 'array';
  key.encoding = 'array';
  key.length = total;
  key.bytes = context.memory.key(key.nameLength, key.expireAtMs !== null) + cursor.offset - start;
}
