/** Puts members into a list and takes others out, in one step on the server, if each still is what it was judged to be. */
import { script } from '../engine/known-script.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { writeRefused } from '../engine/write-refusals.js';
import { ALTERED, DONE, type ComparedChange } from './compared-change.js';

export type ListType = 'set' | 'zset' | 'hash';

/** A member, with its score or its value; of a set the text is ''. `null`: it is not there. */
export interface Item {
  member: string;
  before: string | null;
  after: string | null;
}

export interface ToList {
  db: number;
  name: string;
  family: string;
  type: ListType;
  items: readonly Item[];
  /** Life in ms where it is created; `null`: it stays. */
  lifeMs: number | null;
  /** End of its life in ms since the epoch, for the archive. */
  expireAtMs: number | null;
}

/** ARGV: type, life in ms of a created key or nothing, then for each member 1 if it is there, its text, 1 if it is to be there, and its text. */
export const LIST_IF_SAME = script(`
local key, kind = KEYS[1], ARGV[1]
local exists = redis.call('EXISTS', key) == 1
if exists and redis.call('TYPE', key).ok ~= kind then return ${ALTERED} end
local function held(member)
  if kind == 'set' then return redis.call('SISMEMBER', key, member) == 1 and '' end
  return redis.call(kind == 'zset' and 'ZSCORE' or 'HGET', key, member)
end
for i = 3, #ARGV, 5 do
  local text = held(ARGV[i])
  if (ARGV[i + 1] == '1' and text ~= ARGV[i + 2]) or (ARGV[i + 1] == '0' and text) then return ${ALTERED} end
end
for i = 3, #ARGV, 5 do
  local member, text = ARGV[i], ARGV[i + 4]
  if ARGV[i + 3] == '0' then redis.call(({ set = 'SREM', zset = 'ZREM', hash = 'HDEL' })[kind], key, member)
  elseif kind == 'set' then redis.call('SADD', key, member)
  elseif kind == 'zset' then redis.call('ZADD', key, text, member)
  else redis.call('HSET', key, member, text) end
end
if not exists and ARGV[2] ~= '' then redis.call('PEXPIRE', key, ARGV[2]) end
return ${DONE}`);

const flag = (text: string | null): string => (text === null ? '0' : '1');

export function listChange({ db, name, family, type, items, lifeMs, expireAtMs }: ToList): ComparedChange {
  const life = lifeMs === null ? '' : String(lifeMs);
  return {
    record: {
      db,
      name,
      family,
      action: 'listing',
      value: { form: 'absent' },
      expireAtMs,
      fields: Object.fromEntries(items.map(({ member, before, after }) => [member, { before, after }])),
      details: { type },
    },
    call: {
      script: LIST_IF_SAME,
      keys: [name],
      args: [
        type,
        life,
        ...items.flatMap(({ member, before, after }) => [member, flag(before), before ?? '', flag(after), after ?? '']),
      ],
    },
    look: [['EXISTS', name], ...lookAt(name, type, items)],
    holds: ([, ...texts]) => items.every(({ before }, at) => itemText(type, texts[at]!) === before),
    commands: ([present]) => [
      ...itemCommands(name, type, items),
      ...(present === 0 && life !== '' ? [['PEXPIRE', name, life]] : []),
    ],
  };
}

/** One command for each member. */
export const lookAt = (name: string, type: ListType, items: readonly Pick<Item, 'member'>[]): string[][] =>
  items.map(({ member }) => [{ set: 'SISMEMBER', zset: 'ZSCORE', hash: 'HMGET' }[type], name, member]);

/** What the reply to such a command says; `undefined` for a key of another type. Throws a MeterError for any other refusal. */
export function itemText(type: ListType, reply: Reply): string | null | undefined {
  if (reply instanceof ReplyError) {
    if (reply.message.startsWith('WRONGTYPE')) return undefined;
    throw writeRefused(reply.message);
  }
  if (type === 'set') return reply === 1 ? '' : null;
  const text = Array.isArray(reply) ? reply[0]! : reply;
  return typeof text === 'string' ? text : null;
}

export const itemCommands = (name: string, type: ListType, items: readonly Item[]): string[][] =>
  items.map(({ member, after }) => {
    if (after === null) return [{ set: 'SREM', zset: 'ZREM', hash: 'HDEL' }[type], name, member];
    if (type === 'set') return ['SADD', name, member];
    return type === 'zset' ? ['ZADD', name, after, member] : ['HSET', name, member, after];
  });
