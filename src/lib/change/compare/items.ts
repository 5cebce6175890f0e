/** Adds and removes members of a list in one step on the server, if each is still as it was judged. */
import { ReplyError, type Reply } from '../../redis/resp.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { Check, WorkItem } from '../engine/work-item.js';

export type ListType = 'set' | 'zset' | 'hash';

/** A member with its score or value. Text '': member of a set. `null`: absent. */
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
  /** TTL in ms of a key that is created; `null`: none. */
  ttlMs: number | null;
  /** When it expires, in ms since the epoch, for the archive. */
  expireAtMs: number | null;
  /** The action in the archive. */
  action: 'listing' | 'limit';
}

/** `isNew`: the key does not exist yet. */
export function listItem({ db, name, family, type, items, ttlMs, expireAtMs, action }: ToList, isNew: boolean): WorkItem {
  return {
    keys: [name],
    checks: [
      { kind: 'reply', ask: ['TYPE', name], is: isNew ? 'none' : type },
      ...items.map(({ member, before }): Check => ({
        kind: 'reply',
        ask: [{ set: 'SISMEMBER', zset: 'ZSCORE', hash: 'HGET' }[type], name, member],
        is: type === 'set' ? (before === null ? '0' : '1') : before,
      })),
    ],
    commands: [...itemCommands(name, type, items), ...(isNew && ttlMs !== null ? [['PEXPIRE', name, String(ttlMs)]] : [])],
    records: [
      {
        db,
        name,
        family,
        action,
        value: { form: 'absent' },
        expireAtMs,
        fields: Object.fromEntries(items.map(({ member, before, after }) => [member, { before, after }])),
        details: { type },
      },
    ],
  };
}

/** One command for each member. */
export const lookAt = (name: string, type: ListType, items: readonly Pick<Item, 'member'>[]): string[][] =>
  items.map(({ member }) => [{ set: 'SISMEMBER', zset: 'ZSCORE', hash: 'HMGET' }[type], name, member]);

/** The member's text from the reply; `undefined`: a key of another type. Throws a MeterError for any other refusal. */
export function itemText(type: ListType, reply: Reply): string | null | undefined {
  if (reply instanceof ReplyError) {
    if (reply.message.startsWith('WRONGTYPE')) return undefined;
    throw writeRefused(reply.message);
  }
  if (type === 'set') return reply === 1 ? '' : null;
  const text = Array.isArray(reply) ? reply[0]! : reply;
  return typeof text === 'string' ? text : null;
}

/** Adds before it removes, because a list that becomes empty loses its TTL. */
export const itemCommands = (name: string, type: ListType, items: readonly Item[]): string[][] =>
  [...items.filter(({ after }) => after !== null), ...items.filter(({ after }) => after === null)].map(({ member, after }) => {
    if (after === null) return [{ set: 'SREM', zset: 'ZREM', hash: 'HDEL' }[type], name, member];
    if (type === 'set') return ['SADD', name, member];
    return type === 'zset' ? ['ZADD', name, after, member] : ['HSET', name, member, after];
  });
