/** What a server says of its keys, in the words of the reader of snapshots. */
import type { Redis } from 'ioredis';
import type { SnapshotKey } from '../../../src/lib/snapshot/snapshot-key.js';
import type { Entry } from './read-snapshot.js';

export interface ServerKey extends Pick<SnapshotKey, 'name' | 'type' | 'expireAtMs' | 'encoding' | 'length' | 'stream'> {
  bytes: number;
  /** Sorted where the order means nothing. */
  entries: Entry[];
}

const LENGTH: Record<string, string> = {
  string: 'STRLEN',
  list: 'LLEN',
  set: 'SCARD',
  zset: 'ZCARD',
  hash: 'HLEN',
  stream: 'XLEN',
};

/** Of the database that the client has selected. */
export async function serverKeys(client: Redis): Promise<ServerKey[]> {
  const names = await client.keysBuffer('*');
  return Promise.all(names.map((name) => serverKey(client, name)));
}

async function serverKey(client: Redis, name: Buffer): Promise<ServerKey> {
  const type = (await client.type(name)) as SnapshotKey['type'];
  const [expires, encoding, length, bytes] = await Promise.all([
    client.pexpiretime(name),
    client.object('ENCODING', name) as Promise<string>,
    client.call(LENGTH[type]!, name) as Promise<number>,
    client.memory('USAGE', name, 'SAMPLES', 0) as Promise<number>,
  ]);
  return {
    name: name.toString('latin1'),
    type,
    expireAtMs: expires < 0 ? null : expires,
    encoding,
    length,
    bytes,
    stream: type === 'stream' ? await streamFacts(client, name) : null,
    entries: await entriesOf(client, name, type),
  };
}

async function entriesOf(client: Redis, name: Buffer, type: string): Promise<Entry[]> {
  const flat = async (...command: [string, ...(string | Buffer)[]]): Promise<string[]> =>
    ((await client.callBuffer(...command)) as Buffer[]).map((part) => part.toString('latin1'));
  switch (type) {
    case 'string':
      return [[(await client.getBuffer(name))!.toString('latin1'), null]];
    case 'list':
      return (await flat('LRANGE', name, '0', '-1')).map((element) => [element, null]);
    case 'set':
      return sorted((await flat('SMEMBERS', name)).map((member) => [member, null]));
    case 'zset':
      return sorted(scored(pairs(await flat('ZRANGE', name, '0', '-1', 'WITHSCORES'))));
    case 'hash':
      return sorted(pairs(await flat('HGETALL', name)));
    default:
      return [];
  }
}

const pairs = (flat: readonly string[]): Entry[] =>
  flat.flatMap((first, index): Entry[] => (index % 2 === 0 ? [[first, flat[index + 1]!]] : []));

export const sorted = (entries: readonly Entry[]): Entry[] => entries.toSorted(([a], [b]) => (a! < b! ? -1 : Number(a! > b!)));

/** Scores in one spelling: a double has many. */
export const scored = (entries: readonly Entry[]): Entry[] =>
  entries.map(([member, score]) => [member, String(score === 'inf' ? Infinity : score === '-inf' ? -Infinity : Number(score))]);

async function streamFacts(client: Redis, name: Buffer): Promise<SnapshotKey['stream']> {
  const info = fields(await client.call('XINFO', 'STREAM', name));
  const groups = ((await client.call('XINFO', 'GROUPS', name)) as unknown[]).map(fields);
  const sum = (field: string): number => groups.reduce((total, group) => total + Number(group[field]), 0);
  return {
    lastId: String(info['last-generated-id']),
    nodes: Number(info['radix-tree-keys']),
    groups: groups.length,
    consumers: sum('consumers'),
    pending: sum('pending'),
    entriesAdded: Number(info['entries-added']),
  };
}

function fields(reply: unknown): Record<string, unknown> {
  const flat = reply as unknown[];
  return Object.fromEntries(flat.flatMap((field, index) => (index % 2 === 0 ? [[String(field), flat[index + 1]]] : [])));
}
