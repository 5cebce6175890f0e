/** Carries out a batch in one step on the server, and writes its outcome into a note. */
import type { Reply } from '../../redis/resp.js';
import { script } from './known-script.js';
import { isBatchOutcome, VOID } from './outcome.js';
import type { ReadKey } from './read-key.js';
import { signOf } from './value-sign.js';
import type { Check, Command, WorkItem } from './work-item.js';

/** Tolerance in ms when TTLs are compared: pipelines add a little, and doubles hold the longest TTLs only to a few thousand ms. */
const TTL_SLACK_MS = 1_000;

/** Compares value and TTL of a key with what was read. Returns nothing if they are the same, else the letter of the outcome. */
const SAME = `
local call, sub, clock = redis.call, string.sub, nil
local function now()
  if not clock then
    local time = call('TIME')
    clock = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return clock
end
local function same(key, ends, length, expires)
  local value = call('DUMP', key)
  if not value then return 'g' end
  if #value ~= tonumber(length) or sub(value, -#ends) ~= ends then return 'a' end
  if expires == 'any' then return end
  local left = call('PTTL', key)
  if expires == '' then return left >= 0 and 'a' or nil end
  if left < 0 then return 'a' end
  local wanted = tonumber(expires)
  local late = now() + left - wanted
  if late >= -${TTL_SLACK_MS} and late <= ${TTL_SLACK_MS} then return end
  if math.abs(late) > wanted / 2 ^ 50 then return 'a' end
end`;

/**
 * Checks of an item, from ARGV. Each returns nothing if it holds, else the letter of the item's outcome: refused, if the server
 * refuses the question. Then `change`, which sends the commands of an item. On a refusal it subtracts what was added until then,
 * and returns the refusal.
 */
const CHECKS_AND_CHANGE = `
local at = 1
local function take() at = at + 1 return ARGV[at - 1] end
local function takeMany()
  local from = at + 1
  at = from + tonumber(ARGV[at])
  return unpack(ARGV, from, at - 1)
end
local function text(reply)
  if type(reply) == 'table' then return reply.ok end
  return reply and tostring(reply)
end
local wrong, refused = {}, nil
local function ask()
  local reply = redis.pcall(takeMany())
  if type(reply) ~= 'table' or not reply.err then return reply end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) then refused = reply end
  return wrong
end
local checks = {}
function checks.same() return same(take(), take(), take(), take()) end
function checks.reply()
  local letter, wanted = take(), take()
  local found = ask()
  if found == wrong then return letter end
  found = text(found)
  if wanted == '-' then return found and letter or nil end
  if not found or found ~= string.sub(wanted, 2) then return letter end
end
function checks.between()
  local letter, least, most = take(), tonumber(take()), tonumber(take())
  local found = ask()
  found = type(found) ~= 'table' and tonumber(found)
  if not found or found < least or found > most then return letter end
end
function checks.elements()
  local letter = take()
  local found, wanted = ask(), {takeMany()}
  if found == wrong or type(found) ~= 'table' or #found ~= #wanted then return letter end
  for i, element in ipairs(wanted) do if found[i] ~= element then return letter end end
end
local function failed()
  refused = nil
  for _ = 1, tonumber(take()) do
    local letter = checks[take()]()
    if refused then return 'e', refused end
    if letter then return letter end
  end
end
local function change()
  local counted, sent = {}, 0
  for _ = 1, tonumber(take()) do
    local command = {takeMany()}
    local reply = redis.pcall(unpack(command))
    if type(reply) == 'table' and reply.err then
      for _, step in ipairs(counted) do
        local by = step[#step]
        step[#step] = string.sub(by, 1, 1) == '-' and string.sub(by, 2) or '-' .. by
        redis.call(unpack(step))
      end
      return reply, sent > #counted
    end
    sent = sent + 1
    if command[1] == 'HINCRBY' or command[1] == 'INCRBY' then counted[#counted + 1] = command end
  end
end`;

/** Functions for scripts that carry out items. */
export const ITEMS = SAME + CHECKS_AND_CHANGE;

/**
 * Items of one key each, which is removed or given a TTL if it is as it was read: nearly all items of a prune. For each, ARGV has
 * the end of its DUMP, its length, when it expires, and its new expiry, which is empty to remove it.
 */
const PLAIN_ITEMS = `
  local letters, removed, kept = {}, {}, {}
  for item = 1, #KEYS - 1 do
    local first = 4 * item
    local letter = same(KEYS[item], ARGV[first], ARGV[first + 1], ARGV[first + 2])
    letters[item] = letter or 'd'
    if not letter then
      local changed = ARGV[first + 3] == '' and removed or kept
      changed[#changed + 1] = item
    end
  end
  if #removed + #kept == 0 then return told(letters) end
  local refusal, refusals = begin(letters), {}
  if refusal then return refusal end
  local words = {}
  local function took(reply, items)
    if type(reply) ~= 'table' or not reply.err then return end
    for _, item in ipairs(items) do letters[item], words[item] = 'e', reply.err end
  end
  if #removed > 0 then
    local keys = {}
    for each, item in ipairs(removed) do keys[each] = KEYS[item] end
    took(redis.pcall('UNLINK', unpack(keys)), removed)
  end
  for _, item in ipairs(kept) do took(redis.pcall('PEXPIREAT', KEYS[item], ARGV[4 * item + 3]), {item}) end
  for item = 1, #letters do refusals[#refusals + 1] = words[item] end
  if #refusals > 0 then redis.call('HSET', note, number, table.concat(letters)) end
  return told(letters, refusals)`;

/** The kind of the items in ARGV. */
const PLAIN = 'plain';
const FREES = 'frees';
const OTHER = 'other';

/**
 * KEYS: those of the items, then the note. ARGV: number of the batch, TTL of the note in ms, and `plain` with items as above; or
 * `frees` if nothing is added, else `other`, with any items, each after the number of its arguments. Returns the number, the
 * letters, and a line of the server's words for each refused item. The note is written before anything is changed, because the
 * user may lack the right. If nothing is added, HDEL comes first: a script that has written is not refused for memory, so a full
 * server can still be pruned.
 */
export const BATCH = script(`
local note, number, life = KEYS[#KEYS], ARGV[1], ARGV[2]
local known = redis.call('HGET', note, number)
if known then return number .. ':' .. known end
local function told(letters, refusals)
  local answer = number .. ':' .. table.concat(letters)
  if not refusals or #refusals == 0 then return answer end
  return answer .. ':' .. table.concat(refusals, '\\n')
end
local function begin(letters)
  if ARGV[3] ~= '${OTHER}' then redis.call('HDEL', note, '') end
  redis.call('HSET', note, number, table.concat(letters))
  local lasting = redis.pcall('PEXPIRE', note, life)
  if type(lasting) == 'table' and lasting.err then
    redis.call('HDEL', note, number)
    return lasting
  end
end
${SAME}
if ARGV[3] == '${PLAIN}' then
${PLAIN_ITEMS}
end
${CHECKS_AND_CHANGE}
at = 4
local letters, changes, words = {}, {}, {}
local function refusals()
  local all = {}
  for item = 1, #letters do all[#all + 1] = words[item] end
  return all
end
while at <= #ARGV do
  local stop = tonumber(ARGV[at]) + at + 1
  at = at + 1
  local letter, refusal = failed()
  letters[#letters + 1] = letter or 'd'
  if refusal then words[#letters] = refusal.err end
  if not letter then changes[#changes + 1] = {#letters, at} end
  at = stop
end
if #changes == 0 then return told(letters, refusals()) end
local refusal = begin(letters)
if refusal then return refusal end
local corrected = false
for _, each in ipairs(changes) do
  at = each[2]
  local refusal, isPartly = change()
  if refusal then
    letters[each[1]], words[each[1]], corrected = isPartly and 'p' or 'e', refusal.err, true
  end
end
if corrected then redis.call('HSET', note, number, table.concat(letters)) end
return told(letters, refusals())`);

/**
 * KEYS: the note. ARGV: number of the batch, TTL of the note in ms. Returns the outcome in the note. If there is none, writes and
 * returns void.
 */
export const RESOLVE = script(`
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then return known end
redis.call('HDEL', KEYS[1], '')
redis.call('HSET', KEYS[1], ARGV[1], '${VOID}')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return '${VOID}'`);

const counted = (args: readonly string[]): string[] => [String(args.length), ...args];

function readArgs(read: ReadKey): string[] {
  const { serverExpireAtMs: expires } = read;
  return [...signOf(read), expires === undefined ? 'any' : expires === null ? '' : String(Math.round(expires))];
}

function checkArgs(check: Check): string[] {
  const { kind } = check;
  if (check.kind === 'same') {
    return [kind, check.key, ...readArgs(check.read)];
  }
  const [letter, ask] = [check.otherwise ?? 'a', counted(check.ask)];
  switch (check.kind) {
    case 'reply':
      return [kind, letter, check.is === null ? '-' : `+${check.is}`, ...ask];
    case 'between':
      return [kind, letter, String(check.least), String(check.most), ...ask];
    case 'elements':
      return [kind, letter, ...ask, ...counted(check.are)];
  }
}

/** An item in the form that the scripts read, without its length. */
export const itemArgs = ({ checks, commands }: Pick<WorkItem, 'checks' | 'commands'>): string[] => [
  String(checks.length),
  ...checks.flatMap(checkArgs),
  String(commands.length),
  ...commands.flatMap(counted),
];

/** Commands that a server accepts when it is out of memory. */
const FREEING: readonly string[] = ['UNLINK', 'PEXPIRE', 'PEXPIREAT', 'PERSIST', 'HDEL', 'SREM', 'ZREM', 'LTRIM', 'XTRIM'];

/** The arguments after the script in EVAL and EVALSHA. */
export function batchArgs(number: number, items: readonly WorkItem[], note: string, ttlMs: number): Command {
  const args: string[] = [''];
  for (const { keys } of items) for (const key of keys) args.push(key);
  args.push(note);
  args[0] = String(args.length - 1);
  args.push(String(number), String(ttlMs));
  if (items.every(isPlain)) {
    args.push(PLAIN);
    for (const { checks, commands } of items) pushPlain(args, checks[0] as SameCheck, commands[0]!);
    return args;
  }
  const isFreeing = items.every(({ commands }) => commands.every(([name]) => FREEING.includes(name!)));
  return [...args, isFreeing ? FREES : OTHER, ...items.flatMap((item) => counted(itemArgs(item)))];
}

type SameCheck = Extract<Check, { kind: 'same' }>;

/** True when it only removes its only key or sets its TTL. */
function isPlain({ keys, checks, commands }: WorkItem): boolean {
  const [[check], [command]] = [checks, commands];
  if (keys.length + checks.length + commands.length !== 3 || check?.kind !== 'same' || !command) return false;
  const [name, key] = command;
  const isOne = name === 'UNLINK' ? command.length === 2 : name === 'PEXPIREAT' && command.length === 3;
  return isOne && check.key === keys[0] && key === keys[0];
}

function pushPlain(args: string[], { read }: SameCheck, [, , atMs = '']: Command): void {
  for (const arg of readArgs(read)) args.push(arg);
  args.push(atMs);
}

export interface BatchAnswer {
  outcome: string;
  /** The server's words for each item that it refused, in order. */
  refusals: readonly string[];
}

/** `null`: not a valid reply of the script to this batch. */
export function batchAnswer(reply: Reply, number: number, items: number): BatchAnswer | null {
  if (typeof reply !== 'string') return null;
  const [, told, outcome, refusals] = /^(\d+):([a-z]+)(?::([^]*))?$/.exec(reply) ?? [];
  if (told !== String(number) || !isBatchOutcome(outcome, items)) return null;
  return { outcome, refusals: refusals === undefined ? [] : refusals.split('\n') };
}
