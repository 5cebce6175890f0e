import type { RedisType } from '../profile/types.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import { REFUSED, WRONG_TYPE, type KeyReading, type KeyValue } from './key-value.js';
import type { Question } from './source.js';

/** Each reads a whole value. */
const READ: Partial<Record<RedisType, (name: string) => string[]>> = {
  string: (name) => ['GET', name],
  hash: (name) => ['HGETALL', name],
  set: (name) => ['SMEMBERS', name],
  zset: (name) => ['ZRANGE', name, '0', '-1', 'WITHSCORES'],
};

export function commandsFor({ plan, name, value, ttl }: Question): string[][] {
  const read = value ? READ[plan.compiled.family.type] : undefined;
  if (!read && !ttl) return [['EXISTS', name]];
  return [...(read ? [read(name)] : []), ...(ttl ? [['PTTL', name]] : [])];
}

/** `at`: the first of the question's replies; `next`: the one behind its last. */
export function readingFrom(question: Question, replies: readonly Reply[], at: number): { reading: KeyReading; next: number } {
  const { plan, name, db, value, ttl } = question;
  const asksValue = value && READ[plan.compiled.family.type] !== undefined;
  let next = at;
  let found: KeyValue = undefined;
  if (asksValue) found = valueOf(replies[next++]!);
  else if (!ttl) found = replies[next++] === 0 ? null : '';
  const life = ttl ? replies[next++] : null;
  return { reading: { db, name, value: found, ttlMs: typeof life === 'number' ? life : null }, next };
}

/** A collection without elements does not exist. */
function valueOf(reply: Reply): KeyValue {
  if (reply instanceof ReplyError) return reply.message.startsWith('WRONGTYPE') ? WRONG_TYPE : REFUSED;
  if (Array.isArray(reply)) return reply.length === 0 ? null : (reply as string[]);
  return typeof reply === 'string' ? reply : null;
}
