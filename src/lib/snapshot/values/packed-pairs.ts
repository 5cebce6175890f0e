/** Hashes and sorted sets stored as one packed string: alternating field and value, or member and score. */
import { corruptValue, type ParseContext, type Steps } from '../parse-context.js';
import type { PackedVisitor } from '../packed/packed.js';
import type { SnapshotKey, ValueVisitor } from '../snapshot-key.js';
import { packedAtOnce, packedValue, type Packing } from './packed-value.js';

/** The server's name for the value's packed encoding. */
type PackedName = 'packedHash' | 'packedZset';

export function* readPackedPairs(
  context: ParseContext,
  key: SnapshotKey,
  visitor: ValueVisitor | null,
  packing: Packing,
  name: PackedName,
): Steps {
  const offset = context.cursor.offset;
  const { bytes, entries } = yield* packedValue(context, packing, visitor && pairVisitor(visitor));
  finish(context, key, name, bytes, pairs(entries, offset, packing));
}

/** Skips the value in place; `false`: nothing was read. */
export function passPackedPairs(context: ParseContext, key: SnapshotKey, packing: Packing, name: PackedName): boolean {
  const offset = context.cursor.offset;
  const entries = packedAtOnce(context, packing);
  if (entries === null) return false;
  finish(context, key, name, context.head.length, pairs(entries, offset, packing));
  return true;
}

function finish({ memory, rules }: ParseContext, key: SnapshotKey, name: PackedName, bytes: number, length: number | null): void {
  key.length = length;
  key.encoding = rules[name];
  key.bytes = memory.key(key.nameLength, key.expireAtMs !== null) + memory.packed(bytes);
}

/** Joins every two entries of a packed value. */
function pairVisitor(visitor: ValueVisitor): PackedVisitor {
  let first: string | null = null;
  return (text) => {
    if (first === null) {
      first = text;
      return;
    }
    visitor.entry(first, text);
    first = null;
  };
}

function pairs(entries: number | null, offset: number, what: string): number | null {
  if (entries === null) return null;
  if (entries % 2 !== 0) throw corruptValue(offset, what);
  return entries / 2;
}
