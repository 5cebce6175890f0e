import { PACKED } from '../encodings.js';
import { LISTPACK_FRAME, listpackIntegerSize, listpackTextSize } from '../packed/listpack.js';
import type { PackedVisitor } from '../packed/packed.js';
import { corruptValue, count, margin, number, type ParseContext, type Steps } from '../parse-context.js';
import type { SnapshotKey, ValueVisitor } from '../snapshot-key.js';
import { element, newFacts, type ElementFacts } from './elements.js';
import { packedValue } from './packed-value.js';

/** Encoding of a field's expiry. */
export type FieldTtl = 'none' | 'absolute' | 'since-first' | 'valkey';

/** A listpack of field, value, expiry: Redis 7.4. Since the first stable release the earliest expiry precedes it. */
export function* readListpackTtl(
  context: ParseContext,
  key: SnapshotKey,
  visitor: ValueVisitor | null,
  hasFirst: boolean,
): Steps {
  yield* margin(context);
  if (hasFirst) context.cursor.time();
  const offset = context.cursor.offset;
  const expiries = new FieldExpiries();
  const { bytes, entries } = yield* packedValue(context, 'listpack', tripleVisitor(visitor, expiries));
  if (entries !== null && entries % 3 !== 0) throw corruptValue(offset, 'hash');
  key.length = entries === null ? null : entries / 3;
  key.encoding = 'listpackex';
  key.fieldExpiry = expiries.facts;
  key.bytes = context.memory.key(key.nameLength, key.expireAtMs !== null) + context.memory.listpackEx(bytes);
}

function tripleVisitor(visitor: ValueVisitor | null, expiries: FieldExpiries): PackedVisitor {
  const parts: string[] = [];
  return (text) => {
    parts.push(text);
    if (parts.length < 3) return;
    const expireAt = Number(parts[2]);
    visitor?.entry(parts[0]!, parts[1]!, expireAt);
    expiries.add(expireAt);
    parts.length = 0;
  };
}

/** Stored field by field. The server packs a few short fields again. */
export function* readHash(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null, ttl: FieldTtl): Steps {
  const { memory, rules, cursor } = context;
  yield* margin(context);
  const first = ttl === 'since-first' ? cursor.time() : 0;
  const total = yield* count(context);
  const isSmall = total <= PACKED.hash;
  const [field, value] = [newFacts(), newFacts()];
  const expiries = new FieldExpiries();
  let [bytes, packed, longest] = [0, LISTPACK_FRAME, 0];
  for (let left = total; left > 0; left--) {
    let expireAt = 0;
    if (ttl === 'absolute' || ttl === 'since-first') expireAt = fieldExpiry(yield* number(context), ttl, first);
    yield* element(context, field, visitor !== null, false);
    yield* element(context, value, visitor !== null, false);
    if (ttl === 'valkey') {
      yield* margin(context);
      expireAt = Math.max(0, cursor.time());
    }
    visitor?.entry(field.text, value.text, expireAt);
    expiries.add(expireAt);
    bytes += memory.hashField(field.length, value.length, expireAt > 0);
    if (!isSmall) continue;
    longest = Math.max(longest, field.length, value.length);
    packed += packedSize(field) + packedSize(value);
  }
  const overhead = memory.key(key.nameLength, key.expireAtMs !== null);
  const { facts } = expiries;
  key.length = total;
  key.fieldExpiry = facts;
  if (isSmall && longest <= PACKED.element && (facts === null || ttl !== 'valkey')) {
    key.encoding = facts === null ? rules.packedHash : 'listpackex';
    key.bytes = overhead + (facts === null ? memory.packed(packed) : memory.listpackEx(packed + total * 2));
  } else {
    key.encoding = 'hashtable';
    key.bytes = overhead + memory.hash(total, bytes, facts?.count ?? 0);
  }
}

/** Redis 7.4: 0 for none, else the expiry, or its distance from the first one plus one. */
const fieldExpiry = (written: number, ttl: FieldTtl, first: number): number =>
  written === 0 ? 0 : ttl === 'since-first' ? written + first - 1 : written;

const packedSize = (facts: ElementFacts): number =>
  facts.isInteger ? listpackIntegerSize(facts.value) : listpackTextSize(facts.length);

/** Number of fields that expire, and the first and last expiry. */
class FieldExpiries {
  facts: SnapshotKey['fieldExpiry'] = null;

  /** 0: the field does not expire. A value that is not a number counts as 0. */
  add(ms: number): void {
    if (!(ms > 0)) return;
    const known = (this.facts ??= { count: 0, minMs: ms, maxMs: ms });
    known.count++;
    known.minMs = Math.min(known.minMs, ms);
    known.maxMs = Math.max(known.maxMs, ms);
  }
}
