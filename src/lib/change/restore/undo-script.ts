/** Undoes single records by a script. Each is noted in the same step, and is not undone if it was noted before. */
import { says } from '../../errors/changes.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { ITEMS, itemArgs } from '../engine/batch-script.js';
import type { KeyedCommand } from '../engine/keyed-sender.js';
import { script } from '../engine/known-script.js';
import type { KnownScript } from '../../redis/guard.js';
import type { WorkItem } from '../engine/work-item.js';
import { innerRefusal, writeRefused } from '../engine/write-refusals.js';
import type { Entry } from './entry.js';
import { NOTES_TTL_MS } from '../engine/notes.js';

/**
 * KEYS: the key, the set of notes, and outside of clusters the key that says that the whole archive was restored. ARGV: number of
 * the record, TTL of the set in ms, then one item. The note comes first, because the user may lack the right. Returns the number,
 * and `n` if it was noted before, else the letter of the item's outcome, with the server's words if it refused it.
 */
export const UNDO = script(`
local number = ARGV[1]
if redis.call('SISMEMBER', KEYS[2], number) == 1 then return number .. ':n' end
if KEYS[3] and redis.call('EXISTS', KEYS[3]) == 1 then return number .. ':n' end
${ITEMS}
at = 3
local letter, unasked = failed()
if unasked then return number .. ':e:' .. unasked.err end
if letter then return number .. ':' .. letter end
redis.call('SADD', KEYS[2], number)
local lasting = redis.pcall('PEXPIRE', KEYS[2], ARGV[2])
if type(lasting) == 'table' and lasting.err then
  redis.call('SREM', KEYS[2], number)
  return lasting
end
local refusal, isPartly = change()
if not refusal then return number .. ':d' end
if not isPartly then redis.call('SREM', KEYS[2], number) end
return number .. ':e:' .. refusal.err`);

/** The script on a key that does not exist: its check fails, and nothing is noted. */
export const idleUndo = (key: string): string[] => [
  'EVAL',
  UNDO.body,
  '2',
  key,
  key,
  '0',
  '1',
  ...itemArgs({ checks: [{ kind: 'reply', ask: ['EXISTS', key], is: '1' }], commands: [] }),
];

/** `noted`: it was undone before. `failed`: a check does not hold. */
export type UndoAnswer =
  | { kind: 'done' | 'noted' | 'failed' }
  | { kind: 'refused'; message: string }
  /** The server refuses the whole script. */
  | { kind: 'stopped'; failure: MeterError };

/** An item has all data for sending it again. After a lost reply this is safe, because of the note. */
export interface UndoItem {
  entry: Entry;
  item: Pick<WorkItem, 'checks' | 'commands'>;
}

export interface UndoSender {
  /** Sends commands without a reply again. */
  send(commands: readonly KeyedCommand[]): Promise<Reply[]>;
}

/** One result for each item. */
export async function undoByScript(sender: UndoSender, items: readonly UndoItem[]): Promise<UndoAnswer[]> {
  const calls = items.map(({ entry: { record, number, marker, whole }, item }) => {
    const keys = [record.name, marker, ...(whole === null ? [] : [whole])];
    return {
      key: record.name,
      args: [String(keys.length), ...keys, String(number), String(NOTES_TTL_MS), ...itemArgs(item)],
    };
  });
  const replies = await sendScript(sender, UNDO, calls);
  return items.map(({ entry }, at) => answerOf(replies[at]!, entry.number));
}

/** Sends the script by its hash, and by its text if the server does not know it. */
export async function sendScript(
  sender: UndoSender,
  { sha, body }: KnownScript,
  calls: readonly KeyedCommand[],
): Promise<Reply[]> {
  const replies = await sender.send(calls.map(({ key, args }) => ({ key, args: ['EVALSHA', sha, ...args] })));
  const unknown = replies.flatMap((reply, at) =>
    reply instanceof ReplyError && reply.message.startsWith('NOSCRIPT') ? [at] : [],
  );
  if (unknown.length === 0) return replies;
  const again = await sender.send(unknown.map((at) => ({ key: calls[at]!.key, args: ['EVAL', body, ...calls[at]!.args] })));
  for (const [position, at] of unknown.entries()) replies[at] = again[position]!;
  return replies;
}

function answerOf(reply: Reply, number: number): UndoAnswer {
  if (reply instanceof ReplyError) return { kind: 'stopped', failure: writeRefused(innerRefusal(reply.message)) };
  const [, told, letter, message] = typeof reply === 'string' ? (/^(\d+):([dngate])(?::([^]*))?$/.exec(reply) ?? []) : [];
  if (told !== String(number)) return { kind: 'stopped', failure: alienAnswer() };
  if (letter === 'd') return { kind: 'done' };
  if (letter === 'n') return { kind: 'noted' };
  return message === undefined ? { kind: 'failed' } : { kind: 'refused', message };
}

export const alienAnswer = (): MeterError => failure(says('alien-answer-in-restore'), EXIT.partial, 'alien-answer');
