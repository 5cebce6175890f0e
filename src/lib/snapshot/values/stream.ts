/**
 * Streams: nodes (first id, listpack), length, last id; since the second layout first id, highest deleted id and entries ever
 * added; groups with their pending entries and consumers; since the third each consumer's last activity; since the fourth the ids
 * of idempotent producers; since the fifth each group's ids that were handed back. Source: rdbSaveObject of rdb.c, Redis 5.0 to
 * 8.8.
 */
import { RaxNodes } from '../memory/rax.js';
import type { StreamParts } from '../memory/server-memory.js';
import {
  content,
  corruptValue,
  count,
  exactNumber,
  margin,
  nextString,
  number,
  take,
  type ParseContext,
  type Steps,
} from '../parse-context.js';
import { idText, STREAM_ID_BYTES, streamEntries } from '../packed/stream-node.js';
import type { SnapshotKey, StreamVisitor, ValueVisitor } from '../snapshot-key.js';
import { passString } from './elements.js';
import { packedValue } from './packed-value.js';

const LONGEST_NAME = 2 ** 20;
/** -1 as an unsigned number: the number of entries that a group has read is unknown. */
const UNKNOWN = 2n ** 64n - 1n;

export function* readStream(context: ParseContext, key: SnapshotKey, visitor: ValueVisitor | null, layout: number): Steps {
  const { memory } = context;
  const show = visitor?.stream ?? null;
  const nodes = new RaxNodes();
  const parts: StreamParts = {
    listpacks: 0,
    nodes: nodes.size,
    pending: { keys: 0, nodes: 0, bytes: 0 },
    pendingEntries: 0,
    groups: 0,
    names: 0,
    consumers: 0,
    consumerNames: 0,
    producers: 0,
    producerIds: 0,
  };
  for (let left = yield* count(context); left > 0; left--) {
    yield* nextString(context);
    const offset = context.head.offset;
    const found = yield* content(context, STREAM_ID_BYTES);
    if (found?.length !== STREAM_ID_BYTES) throw corruptValue(offset, 'stream');
    const id = Buffer.from(found);
    nodes.add(id);
    const texts: string[] = [];
    const { bytes } = yield* packedValue(context, 'listpack', show && ((text) => void texts.push(text)));
    parts.listpacks += memory.packed(bytes);
    if (show && !streamEntries(id, texts, show)) throw corruptValue(offset, 'stream');
  }
  key.length = yield* number(context);
  const lastId = `${yield* exactNumber(context)}-${yield* exactNumber(context)}`;
  let entriesAdded: bigint | null = null;
  let maxDeletedId: string | null = null;
  if (layout >= 2) {
    for (let i = 0; i < 2; i++) yield* number(context);
    maxDeletedId = `${yield* exactNumber(context)}-${yield* exactNumber(context)}`;
    entriesAdded = yield* exactNumber(context);
  }
  show?.facts(lastId, maxDeletedId, entriesAdded);
  parts.nodes = nodes.size;
  yield* readGroups(context, parts, layout, show);
  if (layout >= 4) yield* readProducers(context, parts);
  key.encoding = context.rules.stream;
  key.stream = {
    lastId,
    nodes: parts.nodes.keys,
    groups: parts.groups,
    consumers: parts.consumers,
    pending: parts.pendingEntries,
    entriesAdded: entriesAdded === null ? null : Number(entriesAdded),
  };
  key.bytes = memory.key(key.nameLength, key.expireAtMs !== null) + memory.stream(parts);
}

function* readGroups(context: ParseContext, parts: StreamParts, layout: number, show: StreamVisitor | null): Steps {
  parts.groups = yield* count(context);
  if (parts.groups === 0) return;
  const names = new RaxNodes();
  for (let left = parts.groups; left > 0; left--) {
    const group = yield* name(context);
    names.add(group);
    const lastId = `${yield* exactNumber(context)}-${yield* exactNumber(context)}`;
    const entriesRead = layout >= 2 ? yield* exactNumber(context) : UNKNOWN;
    show?.group(group.toString('latin1'), lastId, entriesRead === UNKNOWN ? null : entriesRead);
    parts.pendingEntries += yield* readPending(context, parts, true, show);
    yield* readConsumers(context, parts, layout, show);
    if (layout >= 5) for (let ids = yield* count(context); ids > 0; ids--) yield* take(context, STREAM_ID_BYTES, STREAM_ID_BYTES);
  }
  parts.names += names.size.bytes;
}

/** Reads as much of a name as the radix tree's size needs. */
function* name(context: ParseContext): Steps<Buffer> {
  yield* nextString(context);
  const found = yield* content(context, LONGEST_NAME);
  return Buffer.from(found ?? []);
}

/** Ids that wait for acknowledgement; a group's ids include time and number of deliveries. */
function* readPending(context: ParseContext, parts: StreamParts, isGroup: boolean, show: StreamVisitor | null): Steps<number> {
  const pending = new RaxNodes();
  const total = yield* count(context);
  for (let left = total; left > 0; left--) {
    const id = Buffer.from((yield* take(context, STREAM_ID_BYTES, STREAM_ID_BYTES))!);
    pending.add(id);
    if (!isGroup) {
      show?.owned(idText(id));
      continue;
    }
    yield* margin(context);
    const deliveredAtMs = context.cursor.time();
    const deliveries = yield* number(context);
    show?.pending(idText(id), deliveredAtMs, deliveries);
  }
  const { keys, nodes, bytes } = pending.size;
  parts.pending.keys += keys;
  parts.pending.nodes += nodes;
  parts.pending.bytes += bytes;
  return total;
}

function* readConsumers(context: ParseContext, parts: StreamParts, layout: number, show: StreamVisitor | null): Steps {
  const total = yield* count(context);
  parts.consumers += total;
  const names = new RaxNodes();
  for (let left = total; left > 0; left--) {
    const consumer = yield* name(context);
    names.add(consumer);
    parts.consumerNames += consumer.length;
    show?.consumer(consumer.toString('latin1'));
    yield* margin(context);
    context.cursor.time();
    if (layout >= 3) context.cursor.time();
    yield* readPending(context, parts, false, show);
  }
  parts.names += names.size.bytes;
}

/**
 * Redis 8.6: how long ids are remembered, how many, then each producer's ids with the entries that they made, and two counters.
 */
function* readProducers(context: ParseContext, parts: StreamParts): Steps {
  yield* number(context);
  yield* number(context);
  parts.producers = yield* count(context);
  for (let left = parts.producers; left > 0; left--) {
    yield* passString(context);
    const total = yield* count(context);
    parts.producerIds += total;
    for (let ids = total; ids > 0; ids--) {
      yield* passString(context);
      yield* number(context);
      yield* number(context);
    }
  }
  yield* number(context);
  yield* number(context);
}
