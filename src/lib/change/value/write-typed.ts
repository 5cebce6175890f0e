/** The commands that create a value, for servers that refuse its payload. */
import { chunks } from './chunks.js';
import type { HashField, StreamEntry, StreamGroup, StreamValue, TypedValue } from './typed-value.js';

export interface WriteOptions {
  /**
   * False: the server is older than Redis 7 and keeps neither the number of entries ever added to a stream nor that of those read.
   */
  streamCounters?: boolean;
}

/**
 * The commands in their order. The key must not exist. At most 1,000 elements and about a mebibyte per command. Fields with a TTL
 * need HPEXPIREAT (Redis 7.4), consumers without pending entries need XGROUP CREATECONSUMER (Redis 6.2). A score of -0 may become
 * 0, which is equal: servers keep -0 only in large sorted sets.
 */
export function writeTyped(
  name: string,
  typed: TypedValue,
  expireAtMs: number | null,
  { streamCounters = true }: WriteOptions = {},
): string[][] {
  const commands = [...valueCommands(name, typed, streamCounters)];
  if (expireAtMs !== null) commands.push(['PEXPIREAT', name, String(expireAtMs)]);
  return commands;
}

function* valueCommands(name: string, typed: TypedValue, streamCounters: boolean): Generator<string[]> {
  switch (typed.type) {
    case 'string':
      yield ['SET', name, typed.value];
      return;
    case 'list':
      for (const args of chunks(typed.value.map((element) => [element]))) yield ['RPUSH', name, ...args];
      return;
    case 'set':
      for (const args of chunks(typed.value.map((member) => [member]))) yield ['SADD', name, ...args];
      return;
    case 'zset':
      for (const args of chunks(typed.value.map(({ member, score }) => [score, member]))) yield ['ZADD', name, ...args];
      return;
    case 'hash':
      for (const args of chunks(typed.value.map(({ field, value }) => [field, value]))) yield ['HSET', name, ...args];
      yield* fieldExpiries(name, typed.value);
      return;
    case 'stream':
      yield* streamCommands(name, typed.value, streamCounters);
  }
}

/** Fields that expire at the same moment share their commands. */
function* fieldExpiries(name: string, fields: readonly HashField[]): Generator<string[]> {
  const byTime = new Map<number, string[][]>();
  for (const { field, expireAtMs } of fields) {
    if (expireAtMs === null) continue;
    const together = byTime.get(expireAtMs);
    if (together) together.push([field]);
    else byTime.set(expireAtMs, [[field]]);
  }
  for (const [time, together] of byTime) {
    for (const args of chunks(together)) yield ['HPEXPIREAT', name, String(time), 'FIELDS', String(args.length), ...args];
  }
}

function* streamCommands(name: string, stream: StreamValue, counters: boolean): Generator<string[]> {
  const { entries, groups, lastId, maxDeletedId, entriesAdded } = stream;
  const deleted = deletedEntries(stream);
  const all = deleted.length === 0 ? entries : [...entries, ...deleted].toSorted(byId);
  for (const { id, pairs } of all) yield ['XADD', name, id, ...pairs];
  // An empty stream is created with an entry that is trimmed immediately.
  if (all.length === 0) yield ['XADD', name, 'MAXLEN', '0', FIRST_ID, ...FILLER];
  for (const group of groups) yield* groupCommands(name, group, counters);
  for (const ids of chunks(deleted.map(({ id }) => [id]))) yield ['XDEL', name, ...ids];
  const told = counters && entriesAdded !== null && maxDeletedId !== null;
  yield ['XSETID', name, lastId, ...(told ? ['ENTRIESADDED', entriesAdded, 'MAXDELETEDID', maxDeletedId] : [])];
}

const FIRST_ID = '0-1';
const FILLER = ['x', 'y'];

/** XCLAIM accepts only existing ids, so deleted entries that are still pending in a group are added for a while. */
function deletedEntries({ entries, groups }: StreamValue): StreamEntry[] {
  const held = new Set(entries.map(({ id }) => id));
  const waiting = new Set(groups.flatMap(({ pending }) => pending.map(({ id }) => id)));
  return [...waiting].filter((id) => !held.has(id)).map((id) => ({ id, pairs: FILLER }));
}

function byId(a: StreamEntry, b: StreamEntry): number {
  const [first, second] = [a, b].map(({ id }) => id.split('-').map(BigInt));
  const difference = first![0]! - second![0]! || first![1]! - second![1]!;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function* groupCommands(name: string, group: StreamGroup, counters: boolean): Generator<string[]> {
  const { lastId, entriesRead, consumers, pending } = group;
  const read = counters && entriesRead !== null ? ['ENTRIESREAD', entriesRead] : [];
  yield ['XGROUP', 'CREATE', name, group.name, lastId, ...read];
  // XCLAIM creates the others.
  const idle = new Set(consumers);
  for (const { consumer } of pending) idle.delete(consumer);
  for (const consumer of idle) yield ['XGROUP', 'CREATECONSUMER', name, group.name, consumer];
  for (const { id, consumer, deliveredAtMs, deliveries } of pending) {
    const facts = ['TIME', String(deliveredAtMs), 'RETRYCOUNT', String(deliveries), 'FORCE', 'JUSTID'];
    yield ['XCLAIM', name, group.name, consumer, '0', id, ...facts];
  }
}
