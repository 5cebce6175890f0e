import type { Reply } from '../../redis/resp.js';
import { integer, list, named, ReadRefused, sendOne, text, texts, type Sender } from './replies.js';
import type { PendingEntry, StreamEntry, StreamGroup, TypedValue } from './typed-value.js';

/** Entries per request. */
const PART = 1000;

/** Reads a stream: entries in several round trips, groups (Redis 6.0) in one, with exact times. */
export async function readStream(connection: Sender, name: string): Promise<TypedValue | null> {
  const info = named(await sendOne(connection, ['XINFO', 'STREAM', name]));
  const entries = await readEntries(connection, name);
  const groups = integer(info.get('groups')) === 0 ? [] : await readGroups(connection, name);
  return {
    type: 'stream',
    value: {
      entries,
      lastId: text(info.get('last-generated-id')),
      maxDeletedId: optionalText(info.get('max-deleted-entry-id')),
      entriesAdded: optionalText(info.get('entries-added')),
      groups,
    },
  };
}

async function readEntries(connection: Sender, name: string): Promise<StreamEntry[]> {
  const entries: StreamEntry[] = [];
  let from = '-';
  for (;;) {
    const part = list(await sendOne(connection, ['XRANGE', name, from, '+', 'COUNT', String(PART)])).map(entry);
    for (const each of part) entries.push(each);
    if (part.length < PART) return entries;
    const last = part.at(-1)!.id;
    if (!/^\d{1,20}-\d{1,20}$/.test(last)) throw new ReadRefused('an id was expected');
    from = idAfter(last);
  }
}

function entry(reply: Reply): StreamEntry {
  const [id, pairs] = list(reply);
  return { id: text(id), pairs: texts(pairs!) };
}

const LAST_SEQUENCE = 2n ** 64n - 1n;

/** The next id: servers before Redis 6.2 have no exclusive ranges. */
function idAfter(id: string): string {
  const [ms = '0', seq = '0'] = id.split('-');
  return BigInt(seq) === LAST_SEQUENCE ? `${BigInt(ms) + 1n}-0` : `${ms}-${BigInt(seq) + 1n}`;
}

/**
 * XINFO STREAM FULL reports when entries were delivered, XPENDING only how long ago. Its COUNT limits pending entries and entries.
 */
async function readGroups(connection: Sender, name: string): Promise<StreamGroup[]> {
  const brief = list(await sendOne(connection, ['XINFO', 'GROUPS', name])).map(named);
  const most = brief.reduce((largest, group) => Math.max(largest, integer(group.get('pending'))), 1);
  const full = named(await sendOne(connection, ['XINFO', 'STREAM', name, 'FULL', 'COUNT', String(most)]));
  return list(full.get('groups')).map((reply) => {
    const group = named(reply);
    return {
      name: text(group.get('name')),
      lastId: text(group.get('last-delivered-id')),
      entriesRead: optionalText(group.get('entries-read')),
      consumers: list(group.get('consumers')).map((consumer) => text(named(consumer).get('name'))),
      pending: list(group.get('pending')).map(pendingEntry),
    };
  });
}

function pendingEntry(reply: Reply): PendingEntry {
  const [id, consumer, deliveredAtMs, deliveries] = list(reply);
  return { id: text(id), consumer: text(consumer), deliveredAtMs: integer(deliveredAtMs), deliveries: integer(deliveries) };
}

const optionalText = (reply: Reply | undefined): string | null => (reply === undefined || reply === null ? null : text(reply));
