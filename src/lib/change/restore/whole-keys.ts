/** Restores whole keys that do not exist by a script, many in each. Every record is noted in the same step. */
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { ArchiveRecord } from '../archive/record.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import { script } from '../engine/known-script.js';
import { NOTES_TTL_MS } from '../engine/notes.js';
import { settleAll } from '../engine/settle-all.js';
import { innerRefusal, writeRefused } from '../engine/write-refusals.js';
import type { Entry } from './entry.js';
import { alienAnswer, sendScript, type UndoAnswer } from './undo-script.js';

/** Keys of one script: enough to share its cost, but too few to delay other clients. */
export const KEYS_TOGETHER = 32;
/** Bytes of payloads after which a script gets no further key. */
const BYTES_TOGETHER = 65_536;
/** Scripts of one pipeline. The next one is encoded while the server carries it out. */
const SCRIPTS_TOGETHER = 8;

/**
 * KEYS: those to restore, each once; the set of notes; and outside of clusters the key that says that the whole archive was
 * restored. ARGV: number of keys, TTL of the set in ms, then for each key the number of its record, its TTL in ms and its payload.
 * The notes come first, because the user may lack the right. Returns the first number and a letter for each key: `d` done, `n`
 * noted before, `a` it exists, `e` refused; then a line of the server's words for each refusal.
 */
export const RESTORE_WHOLE = script(`
local call, count = redis.call, tonumber(ARGV[1])
if count == 0 then return end
local note, whole = KEYS[count + 1], KEYS[count + 2]
local letters, words = {}, {}
local function told()
  local answer = ARGV[3] .. ':' .. table.concat(letters)
  return #words == 0 and answer or answer .. ':' .. table.concat(words, '\\n')
end
if whole and call('EXISTS', whole) == 1 then
  for item = 1, count do letters[item] = 'n' end
  return told()
end
local some = call('EXISTS', unpack(KEYS, 1, count)) > 0
local isNoting = false
for item = 1, count do
  local number = ARGV[3 * item]
  if some and call('EXISTS', KEYS[item]) == 1 then letters[item] = call('SISMEMBER', note, number) == 1 and 'n' or 'a'
  elseif call('SADD', note, number) == 0 then letters[item] = 'n'
  else letters[item], isNoting = 'd', true end
end
if not isNoting then return told() end
local lasting = redis.pcall('PEXPIRE', note, ARGV[2])
local isLasting = type(lasting) ~= 'table' or not lasting.err
for item = 1, count do
  if letters[item] == 'd' then
    local reply = isLasting and redis.pcall('RESTORE', KEYS[item], ARGV[3 * item + 1], ARGV[3 * item + 2]) or lasting
    if reply.err then
      call('SREM', note, ARGV[3 * item])
      letters[item], words[#words + 1] = 'e', reply.err
    end
  end
end
return isLasting and told() or lasting`);

/** The script for no key. */
export const idleRestore = (key: string): string[] => ['EVAL', RESTORE_WHOLE.body, '1', key, '0'];

/** One result for each entry, in order. `entries`: each key once. Payloads are the answers of DUMP. */
export async function restoreWholeKeys(sender: KeyedSender, entries: readonly Entry[]): Promise<UndoAnswer[]> {
  const answers: UndoAnswer[] = [];
  const groups = groupsOf(entries);
  const sent: Promise<void>[] = [];
  for (let at = 0; at < groups.length; at += SCRIPTS_TOGETHER) {
    const part = groups.slice(at, at + SCRIPTS_TOGETHER);
    sent.push(
      sendGroups(
        sender,
        part.map((group) => group.map((index) => entries[index]!)),
      ).then((found) => {
        for (const [position, group] of part.entries())
          for (const [item, index] of group.entries()) answers[index] = found[position]![item]!;
      }),
    );
  }
  await settleAll(sent);
  return answers;
}

/** Indexes of entries that share a set of notes. */
function groupsOf(entries: readonly Entry[]): number[][] {
  const groups: number[][] = [];
  const last = new Map<string, { group: number[]; bytes: number }>();
  for (const [index, { marker, record }] of entries.entries()) {
    let own = last.get(marker);
    if (!own || own.group.length === KEYS_TOGETHER || own.bytes >= BYTES_TOGETHER) {
      own = { group: [], bytes: 0 };
      last.set(marker, own);
      groups.push(own.group);
    }
    own.group.push(index);
    own.bytes += payloadOf(record).length;
  }
  return groups;
}

async function sendGroups(sender: KeyedSender, groups: readonly Entry[][]): Promise<UndoAnswer[][]> {
  const calls = groups.map((group) => ({ key: group[0]!.record.name, args: argsOf(group) }));
  const replies = await sendScript(sender, RESTORE_WHOLE, calls);
  return groups.map((group, at) => answersOf(replies[at]!, group));
}

function argsOf(entries: readonly Entry[]): string[] {
  const [{ marker, whole }] = entries as [Entry, ...Entry[]];
  const keys = entries.map(({ record }) => record.name);
  const args = [String(keys.length + (whole === null ? 1 : 2)), ...keys, marker, ...(whole === null ? [] : [whole])];
  args.push(String(keys.length), String(NOTES_TTL_MS));
  const now = Date.now();
  for (const { record, number } of entries) {
    // The remaining TTL, which does not depend on differences between clocks.
    const left = record.expireAtMs === null ? 0 : Math.max(1, Math.round(record.expireAtMs - now));
    args.push(String(number), String(left), payloadOf(record));
  }
  return args;
}

/** Empty if the value is no payload. */
export const payloadOf = ({ value }: ArchiveRecord): string => (value.form === 'dump' ? value.payload : '');

const KINDS = { d: 'done', n: 'noted', a: 'failed' } as const;

function answersOf(reply: Reply, entries: readonly Entry[]): UndoAnswer[] {
  if (reply instanceof ReplyError) {
    const failure = writeRefused(innerRefusal(reply.message));
    return entries.map(() => ({ kind: 'stopped', failure }));
  }
  const [, told, letters = '', words = ''] = typeof reply === 'string' ? (/^(\d+):([dnae]+)(?::([^]*))?$/.exec(reply) ?? []) : [];
  if (told !== String(entries[0]!.number) || letters.length !== entries.length)
    return entries.map(() => ({ kind: 'stopped', failure: alienAnswer() }));
  const messages = words.split('\n').values();
  return Array.from(letters, (letter) =>
    letter === 'e' ? { kind: 'refused', message: messages.next().value ?? '' } : { kind: KINDS[letter as keyof typeof KINDS] },
  );
}
