/** Whole values with their TTLs, for the archive. */
import type { RedisType } from '../../profile/types.js';
import { expiryTime } from '../../redis/remaining-ttl.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { dumpType } from './dump-type.js';
import type { ReadKey } from './read-key.js';
import { readTyped } from '../value/read-typed.js';
import { writeRefused } from './write-refusals.js';

export interface Sender {
  send(commands: readonly (readonly string[])[]): Promise<Reply[]>;
}

/** A key that was read; both are `null` if it no longer exists. */
export interface FoundKey {
  key: ReadKey | null;
  type: string | null;
}

const NOTHING: FoundKey = { key: null, type: null };

/** DUMP and PTTL of each key, in one round trip. */
export const readDumps = (connection: Sender, names: readonly string[]): Promise<FoundKey[]> =>
  readWith(connection, names, false);

/** The same with the server's time, so that a TTL can be compared later. */
export const readForChange = (connection: Sender, names: readonly string[]): Promise<FoundKey[]> =>
  readWith(connection, names, true);

async function readWith(connection: Sender, names: readonly string[], clock: boolean): Promise<FoundKey[]> {
  if (names.length === 0) return [];
  const replies = await connection.send([
    ...(clock ? [['TIME']] : []),
    ...names.flatMap((name) => [
      ['DUMP', name],
      ['PTTL', name],
    ]),
  ]);
  const now = Date.now();
  const serverNow = clock ? serverTime(replies.shift()!) : null;
  return names.map((_, index) => {
    const [payload, left] = [replies[2 * index]!, replies[2 * index + 1]!];
    // Without its TTL in the archive, a key would be restored without a TTL.
    for (const reply of [payload, left]) if (reply instanceof ReplyError) throw writeRefused(reply.message);
    if (typeof payload !== 'string' || left === -2) return NOTHING;
    const key: ReadKey = { value: { form: 'dump', payload }, expireAtMs: expiryTime(left, now) };
    if (serverNow !== null) key.serverExpireAtMs = expiryTime(left, serverNow);
    return { key, type: dumpType(payload) };
  });
}

/** Without DUMP: by type, one key after the other. */
export async function readTypedValues(connection: Sender, names: readonly string[]): Promise<FoundKey[]> {
  const replies = await connection.send(
    names.flatMap((name) => [
      ['TYPE', name],
      ['PTTL', name],
    ]),
  );
  const now = Date.now();
  const found: FoundKey[] = [];
  for (const [index, name] of names.entries()) {
    const [type, left] = [replies[2 * index]!, replies[2 * index + 1]!];
    for (const reply of [type, left]) if (reply instanceof ReplyError) throw writeRefused(reply.message);
    if (typeof type !== 'string' || type === 'none') found.push(NOTHING);
    else {
      const value = isKnown(type) ? await readTyped(connection, name, type) : null;
      const key: ReadKey | null = value && { value: { form: 'typed', ...value }, expireAtMs: expiryTime(left, now) };
      found.push(key === null && isKnown(type) ? NOTHING : { key: key ?? UNREADABLE, type });
    }
  }
  return found;
}

/** ms since the epoch. */
function serverTime(reply: Reply): number {
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  const [seconds, micros] = Array.isArray(reply) ? reply.map(Number) : [];
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

/** A key of a module's type: only its name is known, and it is never changed. */
const UNREADABLE: ReadKey = { value: { form: 'dump', payload: '' }, expireAtMs: null };

const TYPES: readonly string[] = ['string', 'list', 'set', 'zset', 'hash', 'stream'] satisfies RedisType[];

const isKnown = (type: string): type is RedisType => TYPES.includes(type);
