/**
 * Streams: nodes (first id, listpack), length, last id; since the second layout first id, highest deleted id and entries ever added; groups with
 * their pending entries and consumers; since the third each consumer's last activity; in the fourth the ids of idempotent producers.
 * Source: rdbSaveObject of rdb.c, Redis 5.0 to 8.6.
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
import type { SnapshotKey } from '../snapshot-key.js';
import { passString } from './elements.js';
import { packedValue } from './packed-value.js';

const ID_BYTES = 16;
const LONGEST_NAME = 2 ** 20;

export function* readStream(context: ParseContext, key: SnapshotKey, layout: number): Steps {
  const { memory } = context;
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
    const id = yield* content(context, ID_BYTES);
    if (id?.length !== ID_BYTES) throw corruptValue(offset, 'stream');
    nodes.add(Buffer.from(id));
    const { bytes } = yield* packedValue(context, 'listpack', null);
    parts.listpacks += memory.packed(bytes);
  }
  key.length = yield* number(context);
  const lastId = `${yield* exactNumber(context)}-${yield* exactNumber(context)}`;
  let entriesAdded: number | null = null;
  if (layout >= 2) {
    for (let i = 0; i < 4; i++) yield* number(context);
    entriesAdded = yield* number(context);
  }
  parts.nodes = nodes.size;
  yield* readGroups(context, parts, layout);
  if (layout >= 4) yield* readProducers(context, parts);
  key.encoding = context.rules.stream;
  key.stream = {
    lastId,
    nodes: parts.nodes.keys,
    groups: parts.groups,
    consumers: parts.consumers,
    pending: parts.pendingEntries,
    entriesAdded,
  };
  key.bytes = memory.key(key.name.length, key.expireAtMs !== null) + memory.stream(parts);
}

function* readGroups(context: ParseContext, parts: StreamParts, layout: number): Steps {
  parts.groups = yield* count(context);
  if (parts.groups === 0) return;
  const names = new RaxNodes();
  for (let left = parts.groups; left > 0; left--) {
    names.add(yield* name(context));
    yield* number(context);
    yield* number(context);
    if (layout >= 2) yield* number(context);
    parts.pendingEntries += yield* readPending(context, parts, true);
    yield* readConsumers(context, parts, layout);
  }
  parts.names += names.size.bytes;
}

/** As far as a radix tree's size needs it. */
function* name(context: ParseContext): Steps<Buffer> {
  yield* nextString(context);
  const found = yield* content(context, LONGEST_NAME);
  return Buffer.from(found ?? []);
}

/** Ids that wait to be acknowledged; those of a group come with the time and the number of their deliveries. */
function* readPending(context: ParseContext, parts: StreamParts, isGroup: boolean): Steps<number> {
  const pending = new RaxNodes();
  const total = yield* count(context);
  for (let left = total; left > 0; left--) {
    const id = yield* take(context, ID_BYTES, ID_BYTES);
    pending.add(Buffer.from(id!));
    if (!isGroup) continue;
    yield* margin(context);
    context.cursor.time();
    yield* number(context);
  }
  const { keys, nodes, bytes } = pending.size;
  parts.pending.keys += keys;
  parts.pending.nodes += nodes;
  parts.pending.bytes += bytes;
  return total;
}

function* readConsumers(context: ParseContext, parts: StreamParts, layout: number): Steps {
  const total = yield* count(context);
  parts.consumers += total;
  const names = new RaxNodes();
  for (let left = total; left > 0; left--) {
    const consumer = yield* name(context);
    names.add(consumer);
    parts.consumerNames += consumer.length;
    yield* margin(context);
    context.cursor.time();
    if (layout >= 3) context.cursor.time();
    yield* readPending(context, parts, false);
  }
  parts.names += names.size.bytes;
}

/** Redis 8.6: how long ids are remembered, how many, then those of each producer with the entries that they made, and two counters. */
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
