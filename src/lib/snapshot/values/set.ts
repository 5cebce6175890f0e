import { PACKED } from '../encodings.js';
import { INTSET_HEADER } from '../packed/intset.js';
import { LISTPACK_FRAME, listpackIntegerSize, listpackTextSize } from '../packed/listpack.js';
import { count, type ParseContext, type Steps } from '../parse-context.js';
import type { SnapshotKey, ValueVisitor } from '../snapshot-key.js';
import { element, newFacts } from './elements.js';
import { packedValue, type Packing } from './packed-value.js';

export function* readPackedSet(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null, packing: Packing): Steps {
  const { bytes, entries } = yield* packedValue(context, packing, visitor && ((text) => visitor.entry(text, null)));
  key.length = entries;
  key.encoding = packing;
  key.bytes = context.memory.key(key.nameLength, key.expireAtMs !== null) + context.memory.packed(bytes);
}

/** Stored member by member. The server packs small sets again: integers always, other members since Redis 7.2. */
export function* readSet(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null): Steps {
  const { memory, rules } = context;
  const total = yield* count(context);
  const isSmall = total <= PACKED.intset;
  const facts = newFacts();
  let [bytes, packed, longest, widest] = [0, LISTPACK_FRAME, 0, 2];
  let integers = isSmall;
  for (let left = total; left > 0; left--) {
    yield* element(context, facts, visitor !== null, isSmall);
    visitor?.entry(facts.text, null);
    bytes += memory.setMember(facts.length);
    if (!isSmall) continue;
    longest = Math.max(longest, facts.length);
    packed += facts.isInteger
      ? listpackIntegerSize(facts.text === null ? facts.value : Number(facts.text))
      : listpackTextSize(facts.length);
    if (!facts.isInteger) integers = false;
    else widest = Math.max(widest, integerWidth(facts.text === null ? facts.value : Number(facts.text)));
  }
  const overhead = memory.key(key.nameLength, key.expireAtMs !== null);
  key.length = total;
  if (integers) {
    key.encoding = 'intset';
    key.bytes = overhead + memory.packed(INTSET_HEADER + widest * total);
  } else if (rules.packedSet && total <= PACKED.set && longest <= PACKED.element) {
    key.encoding = 'listpack';
    key.bytes = overhead + memory.packed(packed);
  } else {
    key.encoding = 'hashtable';
    key.bytes = overhead + memory.set(total, bytes);
  }
}

/** Bytes of an integer in an intset. */
const integerWidth = (value: number): number =>
  value >= -32_768 && value <= 32_767 ? 2 : value >= -2_147_483_648 && value <= 2_147_483_647 ? 4 : 8;
