import { LIST_NODE_BYTES, PACKED } from '../encodings.js';
import { LISTPACK_FRAME, listpackIntegerSize, listpackTextSize } from '../packed/listpack.js';
import {
  content,
  corruptValue,
  count,
  nextString,
  number,
  skipContent,
  type ParseContext,
  type Steps,
} from '../parse-context.js';
import type { SnapshotKey, ValueVisitor } from '../snapshot-key.js';
import { element, newFacts } from './elements.js';
import { packedValue } from './packed-value.js';

const PLAIN = 1;
const PACKED_NODE = 2;

/** Totals over the nodes of a quicklist. */
interface Nodes {
  count: number;
  /** As allocated. */
  bytes: number;
  /** Exact bytes of the last node. */
  lastBytes: number;
  elements: number | null;
  plain: boolean;
}

const noNodes = (): Nodes => ({ count: 0, bytes: 0, lastBytes: 0, elements: 0, plain: false });

function finish({ memory, rules }: ParseContext, key: SnapshotKey, nodes: Nodes): void {
  key.length = nodes.elements;
  const overhead = memory.key(key.nameLength, key.expireAtMs !== null);
  const isShort = nodes.count === 1 && !nodes.plain && nodes.lastBytes <= LIST_NODE_BYTES;
  if (isShort && rules.shortList === 'listpack') {
    key.encoding = 'listpack';
    key.bytes = overhead + memory.packed(nodes.lastBytes);
    return;
  }
  key.encoding = 'quicklist';
  key.bytes = overhead + memory.quicklist(nodes.count, nodes.bytes);
}

function addNode(nodes: Nodes, bytes: number, elements: number | null, allocated: number): void {
  nodes.count++;
  nodes.bytes += allocated;
  nodes.lastBytes = bytes;
  nodes.elements = nodes.elements === null || elements === null ? null : nodes.elements + elements;
}

/** Redis 3.2 to 6.2: ziplists. */
export function* readQuicklist(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null): Steps {
  const nodes = noNodes();
  const visit = visitor && ((text: string) => visitor.entry(text, null));
  for (let left = yield* count(context); left > 0; left--) {
    const { bytes, entries } = yield* packedValue(context, 'ziplist', visit);
    addNode(nodes, bytes, entries, context.memory.packed(bytes));
  }
  finish(context, key, nodes);
}

/** Redis 7: listpacks, and long elements unpacked. */
export function* readQuicklist2(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null): Steps {
  const nodes = noNodes();
  const visit = visitor && ((text: string) => visitor.entry(text, null));
  for (let left = yield* count(context); left > 0; left--) {
    const container = yield* number(context);
    if (container === PLAIN) {
      yield* nextString(context);
      const { length } = context.head;
      if (visitor) visitor.entry((yield* content(context, context.limits.shown))?.toString('latin1') ?? null, null);
      else yield* skipContent(context);
      nodes.plain = true;
      addNode(nodes, length, 1, context.memory.packed(length));
    } else if (container === PACKED_NODE) {
      const { bytes, entries } = yield* packedValue(context, 'listpack', visit);
      addNode(nodes, bytes, entries, context.memory.packed(bytes));
    } else {
      throw corruptValue(context.cursor.offset, 'list');
    }
  }
  finish(context, key, nodes);
}

/** One ziplist, as Redis up to 3.0 stored small lists. */
export function* readZiplistList(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null): Steps {
  const { bytes, entries } = yield* packedValue(context, 'ziplist', visitor && ((text) => visitor.entry(text, null)));
  key.length = entries;
  key.encoding = context.rules.shortList;
  key.bytes = context.memory.key(key.nameLength, key.expireAtMs !== null) + context.memory.packed(bytes);
}

/** Stored element by element, as Redis up to 3.0 stored long lists. */
export function* readPlainList(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null): Steps {
  const { memory, rules } = context;
  const total = yield* count(context);
  const facts = newFacts();
  let [longest, packed] = [0, LISTPACK_FRAME];
  const nodes = noNodes();
  for (let left = total; left > 0; left--) {
    yield* element(context, facts, visitor !== null, false);
    visitor?.entry(facts.text, null);
    longest = Math.max(longest, facts.length);
    const size = facts.isInteger ? listpackIntegerSize(facts.value) : listpackTextSize(facts.length);
    if (packed + size > LIST_NODE_BYTES && packed > LISTPACK_FRAME) {
      addNode(nodes, packed, 0, memory.packed(packed));
      packed = LISTPACK_FRAME;
    }
    packed += size;
  }
  addNode(nodes, packed, total, memory.packed(packed));
  finish(context, key, nodes);
  if (rules.longList === 'linkedlist')
    key.encoding = total <= PACKED.list && longest <= PACKED.element ? rules.shortList : 'linkedlist';
}
