import type { RedisType } from '../profile/types.js';
import { remainingLife } from '../redis/remaining-life.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import { REFUSED, WRONG_TYPE, type KeyReading, type KeyValue } from './key-value.js';
import type { Question } from './source.js';

/** Members that one command may return: a set of this size holds the server up for a millisecond or two. */
export const MEMBERS = 10_000;

export const membersFrom = (name: string, cursor: string): string[] => ['SSCAN', name, cursor, 'COUNT', String(MEMBERS)];

/** Each reads a whole value; of a large set the beginning. */
const READ: Partial<Record<RedisType, (name: string) => string[]>> = {
  string: (name) => ['GET', name],
  hash: (name) => ['HGETALL', name],
  set: (name) => membersFrom(name, '0'),
  zset: (name) => ['ZRANGE', name, '0', '-1', 'WITHSCORES'],
};

export function commandsFor({ plan, name, value, ttl }: Question): string[][] {
  const read = value ? READ[plan.compiled.family.type] : undefined;
  if (!read && !ttl) return [['EXISTS', name]];
  return [...(read ? [read(name)] : []), ...(ttl ? [['PTTL', name]] : [])];
}

export interface Told {
  reading: KeyReading;
  /** Where a set goes on that was not read to its end; else `null`. */
  cursor: string | null;
  /** The reply behind its last. */
  next: number;
}

/** `at`: the first of the question's replies. */
export function readingFrom(question: Question, replies: readonly Reply[], at: number): Told {
  const { plan, name, db, value, ttl } = question;
  const asksValue = value && READ[plan.compiled.family.type] !== undefined;
  let next = at;
  let found: KeyValue = undefined;
  let cursor: string | null = null;
  if (asksValue) {
    const reply = replies[next++]!;
    const members = plan.compiled.family.type === 'set' ? membersOf(reply) : null;
    if (members && members.cursor !== '0') cursor = members.cursor;
    found = valueOf(members ? members.found : reply);
  }
  if (!asksValue && !ttl) found = replies[next++] === 0 ? null : '';
  const life = ttl ? replies[next++] : undefined;
  return { reading: { db, name, value: found, ttlMs: remainingLife(life) }, cursor, next };
}

/** What SSCAN answers; `null` for a refusal. */
export function membersOf(reply: Reply): { cursor: string; found: string[] } | null {
  if (!Array.isArray(reply)) return null;
  const [cursor, found] = reply;
  return { cursor: typeof cursor === 'string' ? cursor : '0', found: found as string[] };
}

/** A collection without elements does not exist. */
function valueOf(reply: Reply): KeyValue {
  if (reply instanceof ReplyError) return reply.message.startsWith('WRONGTYPE') ? WRONG_TYPE : REFUSED;
  if (Array.isArray(reply)) return reply.length === 0 ? null : (reply as string[]);
  return typeof reply === 'string' ? reply : null;
}
