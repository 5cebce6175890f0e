/** Brings whole keys back: many in one pipeline, each with its note in one step on the server. */
import type { ArchiveRecord } from '../archive/record.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import { script } from '../engine/known-script.js';
import { writeRefused } from '../engine/write-refusals.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { Entry } from './entry.js';
import { MARKER_LIFE_MS } from './marker.js';
import { isPayloadRefusal } from './payload-refusal.js';

const [ALIVE, NOTED, DONE] = [0, 1, 2];

/** KEYS: the key, the set of notes. ARGV: life in ms (0: none), payload, number of the record, life of the set in ms. */
export const RESTORE_ONCE = script(`
if redis.call('EXISTS', KEYS[1]) == 1 then
  return redis.call('SISMEMBER', KEYS[2], ARGV[3]) == 1 and ${NOTED} or ${ALIVE}
end
local made = redis.pcall('RESTORE', KEYS[1], ARGV[1], ARGV[2])
if type(made) == 'table' and made.err then return made end
redis.call('SADD', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return ${DONE}`);

/** `unreadable`: the server does not take the payload. `noted`: brought back before. */
export type ScriptFate = 'restored' | 'noted' | 'alive' | 'unreadable';

/** One answer for each entry, whose value is a DUMP payload. Rejects with a MeterError when the server refuses. */
export async function restoreOnce(sender: KeyedSender, entries: readonly Entry[]): Promise<ScriptFate[]> {
  const commands = entries.map(({ record, number, marker }) => ({
    key: record.name,
    args: ['2', record.name, marker, lifeOf(record), payloadOf(record), String(number), String(MARKER_LIFE_MS)],
  }));
  const replies = await sender.send(commands.map(({ key, args }) => ({ key, args: ['EVALSHA', RESTORE_ONCE.sha, ...args] })));
  const unknown = replies.flatMap((reply, index) => (isUnknown(reply) ? [commands[index]!] : []));
  const again = await sender.send(unknown.map(({ key, args }) => ({ key, args: ['EVAL', RESTORE_ONCE.body, ...args] })));
  let at = 0;
  return replies.map((reply) => fateOf(isUnknown(reply) ? again[at++]! : reply));
}

const isUnknown = (reply: Reply): boolean => reply instanceof ReplyError && reply.message.startsWith('NOSCRIPT');

/** What is left of it, which no difference between clocks changes. */
const lifeOf = ({ expireAtMs }: ArchiveRecord): string =>
  expireAtMs === null ? '0' : String(Math.max(1, Math.round(expireAtMs - Date.now())));

const payloadOf = ({ value }: ArchiveRecord): string => (value.form === 'dump' ? value.payload : '');

function fateOf(reply: Reply): ScriptFate {
  if (reply instanceof ReplyError) {
    if (isPayloadRefusal(reply.message)) return 'unreadable';
    throw writeRefused(reply.message);
  }
  return reply === DONE ? 'restored' : reply === NOTED ? 'noted' : 'alive';
}
