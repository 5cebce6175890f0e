import { PACKED } from '../encodings.js';
import { LISTPACK_FRAME, listpackIntegerSize, listpackTextSize } from '../packed/listpack.js';
import { count, margin, take, type ParseContext, type Steps } from '../parse-context.js';
import type { SnapshotKey, ValueVisitor } from '../snapshot-key.js';
import { element, newFacts } from './elements.js';

/** Stored member by member; scores as text up to Redis 3.2 and as doubles since. The server packs small sorted sets again. */
export function* readZset(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null, isText: boolean): Steps {
  const { memory, rules } = context;
  const total = yield* count(context);
  const isSmall = total <= PACKED.zset;
  const facts = newFacts();
  let [bytes, packed, longest] = [0, LISTPACK_FRAME, 0];
  for (let left = total; left > 0; left--) {
    yield* element(context, facts, visitor !== null, false);
    yield* margin(context);
    const score = isText ? yield* readTextScore(context) : context.cursor.double();
    visitor?.entry(facts.text, scoreText(score));
    bytes += memory.zsetMember(facts.length);
    if (!isSmall) continue;
    longest = Math.max(longest, facts.length);
    packed += facts.isInteger ? listpackIntegerSize(facts.value) : listpackTextSize(facts.length);
    packed +=
      Number.isSafeInteger(score) && !Object.is(score, -0)
        ? listpackIntegerSize(score)
        : listpackTextSize(scoreText(score).length);
  }
  const overhead = memory.key(key.nameLength, key.expireAtMs !== null);
  key.length = total;
  if (isSmall && longest <= PACKED.element) {
    key.encoding = rules.packedZset;
    key.bytes = overhead + memory.packed(packed);
  } else {
    key.encoding = 'skiplist';
    key.bytes = overhead + memory.zset(total, bytes);
  }
}

/** A length byte and that many characters; 253, 254 and 255 mean NaN, infinity and negative infinity. */
function* readTextScore(context: ParseContext): Steps<number> {
  const length = context.cursor.u8();
  if (length === 253) return Number.NaN;
  if (length === 254) return Infinity;
  if (length === 255) return -Infinity;
  const text = yield* take(context, length, length);
  return Number(text?.toString('latin1'));
}

/** Text that every server parses back to the same double. */
export const scoreText = (score: number): string =>
  score === Infinity ? 'inf' : score === -Infinity ? '-inf' : Object.is(score, -0) ? '-0' : String(score);
