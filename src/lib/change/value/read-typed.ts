/** Reads whole values by the commands of their types, if there is no DUMP. */
import type { RedisType } from '../../profile/types.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { ScanProgress } from '../../redis/scan-progress.js';
import { canonicalHash, canonicalSet, canonicalZset } from './canonical.js';
import { readStream } from './read-stream.js';
import { integer, list, ReadRefused, sendOne, text, texts, type Sender } from './replies.js';
import type { HashField, TypedValue } from './typed-value.js';

/** Elements per request. */
const PART = 1000;
/** Maximum bytes of replies for one value, because a server could send elements endlessly. */
const MOST_BYTES = 2 ** 29;
/** Bytes of an element in addition to its text. */
const ELEMENT_BYTES = 64;

/**
 * The value of a key; `null`: it no longer exists, or has another type. Large values take several round trips, so the result is
 * consistent only if the key did not change meanwhile (WATCH). Throws a MeterError if the server refuses.
 */
export async function readTyped(connection: Sender, name: string, type: RedisType): Promise<TypedValue | null> {
  try {
    return await READERS[type](limited(connection), name);
  } catch (error) {
    if (error instanceof ReadRefused && error.isGone) return null;
    throw error;
  }
}

function limited(connection: Sender): Sender {
  let bytes = 0;
  return {
    async send(commands) {
      const replies = await connection.send(commands);
      bytes += replies.reduce((sum: number, reply) => sum + sizeOf(reply), 0);
      if (bytes > MOST_BYTES) throw new ReadRefused('it does not come to an end');
      return replies;
    },
  };
}

function sizeOf(reply: Reply): number {
  if (Array.isArray(reply)) return reply.reduce((sum: number, each) => sum + sizeOf(each), ELEMENT_BYTES);
  return ELEMENT_BYTES + (typeof reply === 'string' ? reply.length : 0);
}

const READERS: Readonly<Record<RedisType, (connection: Sender, name: string) => Promise<TypedValue | null>>> = {
  async string(connection, name) {
    const value = await sendOne(connection, ['GET', name]);
    return typeof value === 'string' ? { type: 'string', value } : null;
  },
  async list(connection, name) {
    const value = await ranges(connection, (from, to) => ['LRANGE', name, from, to], 1);
    return value.length === 0 ? null : { type: 'list', value };
  },
  async set(connection, name) {
    const value = canonicalSet(await scanned(connection, 'SSCAN', name));
    return value.length === 0 ? null : { type: 'set', value };
  },
  async zset(connection, name) {
    const found = await ranges(connection, (from, to) => ['ZRANGE', name, from, to, 'WITHSCORES'], 2);
    return found.length === 0 ? null : { type: 'zset', value: canonicalZset(pairs(found)) };
  },
  async hash(connection, name) {
    // The last value wins: HSCAN may repeat a field with a newer value.
    const fields = new Map(pairs(await scanned(connection, 'HSCAN', name)));
    if (fields.size === 0) return null;
    return { type: 'hash', value: canonicalHash(await withExpiries(connection, name, [...fields])) };
  },
  stream: readStream,
};

/** Reads a value by index ranges until a reply is short. `width`: replies per element. */
async function ranges(connection: Sender, command: (from: string, to: string) => string[], width: number): Promise<string[]> {
  const found: string[] = [];
  for (let from = 0; ; from += PART) {
    const part = texts(await sendOne(connection, command(String(from), String(from + PART - 1))));
    for (const element of part) found.push(element);
    if (part.length < PART * width) return found;
  }
}

async function scanned(connection: Sender, command: 'SSCAN' | 'HSCAN', name: string): Promise<string[]> {
  const found: string[] = [];
  const progress = new ScanProgress({ command, filtered: false, reported: null });
  let cursor = '0';
  do {
    const [next, part] = list(await sendOne(connection, [command, name, cursor, 'COUNT', String(PART)]));
    const members = texts(part);
    for (const member of members) found.push(member);
    cursor = text(next);
    if (cursor !== '0') progress.step(cursor, members, PART);
  } while (cursor !== '0');
  return found;
}

function* pairs(replies: readonly string[]): Generator<[string, string]> {
  for (let at = 0; at + 1 < replies.length; at += 2) yield [replies[at]!, replies[at + 1]!];
}

async function withExpiries(connection: Sender, name: string, fields: readonly [string, string][]): Promise<HashField[]> {
  const names = fields.map(([field]) => field);
  const times = await expiryTimes(connection, name, names);
  const found = fields.map(([field, value], index) => ({ field, value, expireAtMs: times?.[index] ?? STAYS }));
  return found
    .filter(({ expireAtMs }) => expireAtMs !== GONE)
    .map((field) => (field.expireAtMs === STAYS ? { ...field, expireAtMs: null } : field));
}

/** Reply of HPEXPIRETIME for fields without a TTL, or that no longer exist. */
const STAYS = -1;
const GONE = -2;

/** Errors of Redis and of hosted services for an unknown command. */
const UNKNOWN = /unknown command|not (?:available|supported|implemented)|unsupported/i;

/** `null`: the server does not have the command, so no field has a TTL. */
async function expiryTimes(connection: Sender, name: string, fields: readonly string[]): Promise<number[] | null> {
  const times: number[] = [];
  for (let from = 0; from < fields.length; from += PART) {
    const part = fields.slice(from, from + PART);
    const [reply] = await connection.send([['HPEXPIRETIME', name, 'FIELDS', String(part.length), ...part]]);
    if (reply instanceof ReplyError && UNKNOWN.test(reply.message)) return null;
    if (reply instanceof ReplyError) throw new ReadRefused(reply.message);
    for (const time of list(reply)) times.push(integer(time));
  }
  return times;
}
