/** Whole values with their TTLs, for the archive. */
import type { RedisType } from '../../profile/types.js';
import { KeyCommands, question, type Commands } from '../../redis/key-commands.js';
import { expiryTime } from '../../redis/remaining-ttl.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { dumpType } from './dump-type.js';
import type { ReadKey } from './read-key.js';
import { readTyped } from '../value/read-typed.js';
import { writeRefused } from './write-refusals.js';

export interface Sender {
  send(commands: readonly (readonly string[])[]): Promise<Reply[]>;
}

/** One connection: it sends many questions about keys as they are. */
export interface Connection extends Sender {
  send(commands: Commands): Promise<Reply[]>;
}

/** A key that was read; both are `null` if it no longer exists. */
export interface FoundKey {
  key: ReadKey | null;
  type: string | null;
}

const NOTHING: FoundKey = { key: null, type: null };

/** DUMP and PTTL of each key, in one round trip. */
export async function readDumps(connection: Sender, names: readonly string[]): Promise<FoundKey[]> {
  if (names.length === 0) return [];
  const replies = await connection.send(
    names.flatMap((name) => [
      ['DUMP', name],
      ['PTTL', name],
    ]),
  );
  return foundKeys(replies, names.length, null);
}

/** The same with the server's time, so that a TTL can be compared later. */
export async function readForChange(connection: Connection, names: readonly string[]): Promise<FoundKey[]> {
  if (names.length === 0) return [];
  const reading = new KeyCommands();
  for (const name of names) {
    reading.add(DUMP, name);
    reading.add(PTTL, name);
  }
  // The command ceiling may forbid one of them immediately, but the reply to the other must still be awaited.
  const ask = async (commands: Commands): Promise<Reply[]> => connection.send(commands);
  // If the connection is lost between the two, TTLs seem to have changed, and the keys are read again.
  const [[time], replies] = await Promise.all([ask([['TIME']]), ask(reading)]);
  return foundKeys(replies, names.length, serverTime(time!));
}

const [DUMP, PTTL] = [question('DUMP'), question('PTTL')];

/** `serverNow`: ms since the epoch; `null`: not requested. */
function foundKeys(replies: readonly Reply[], count: number, serverNow: number | null): FoundKey[] {
  const now = Date.now();
  const found: FoundKey[] = [];
  for (let at = 0; at < 2 * count; at += 2) {
    const [payload, left] = [replies[at]!, replies[at + 1]!];
    // Without its TTL in the archive, a key would be restored without a TTL.
    for (const reply of [payload, left]) if (reply instanceof ReplyError) throw writeRefused(reply.message);
    if (typeof payload !== 'string' || left === -2) {
      found.push(NOTHING);
      continue;
    }
    const key: ReadKey = { value: { form: 'dump', payload }, expireAtMs: expiryTime(left, now) };
    if (serverNow !== null) key.serverExpireAtMs = expiryTime(left, serverNow);
    found.push({ key, type: dumpType(payload) });
  }
  return found;
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
