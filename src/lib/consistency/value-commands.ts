/** What is asked of a live server about a key, and what its answers say. Of a value no more is read than can matter. */
import { remainingLife } from '../redis/remaining-life.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import { REFUSED, WRONG_TYPE, type KeyReading, type KeyValue } from './key-value.js';
import { isNeeded, STRING_BYTES } from './needed-fields.js';
import type { FamilyPlan } from './relation.js';
import type { Question } from './source.js';

/** Elements that one command may return: so many hold the server up for a millisecond or two. */
export const ELEMENTS = 10_000;

/** The next piece of a collection. `from`: a cursor; of a sorted set the rank of its first member. */
export function pieceFrom({ plan, name }: Question, from: string): string[] {
  const { type } = plan.compiled.family;
  if (type === 'zset') return ['ZRANGE', name, from, String(Number(from) + ELEMENTS - 1), 'WITHSCORES'];
  return [type === 'set' ? 'SSCAN' : 'HSCAN', name, from, 'COUNT', String(ELEMENTS)];
}

/** Reads the value, or the first piece of it; `null`: nothing but the key's existence is of use. */
function readCommand(question: Question): string[] | null {
  const { plan, name } = question;
  switch (plan.compiled.family.type) {
    case 'string':
      return ['GETRANGE', name, '0', String(STRING_BYTES - 1)];
    case 'hash':
      if (plan.needed === null) return pieceFrom(question, '0');
      return plan.needed.length === 0 ? null : ['HMGET', name, ...plan.needed];
    case 'set':
    case 'zset':
      return pieceFrom(question, '0');
    default:
      return null;
  }
}

export function commandsFor(question: Question): string[][] {
  const { name, value, ttl } = question;
  const read = value ? readCommand(question) : null;
  if (!read && !ttl) return [['EXISTS', name]];
  return [...(read ? [read] : []), ...(ttl ? [['PTTL', name]] : [])];
}

/** What tells a key that is not there from one that has nothing of what was asked for; it may have been made since. */
export const againFor = (question: Question): string[][] => [['EXISTS', question.name], readCommand(question)!];

export interface Told {
  question: Question;
  reading: KeyReading;
  /** Nothing was found: the key may be empty, or none. */
  isOpen: boolean;
  /** Where a collection goes on that was not read to its end; else `null`. */
  from: string | null;
  /** The reply behind its last. */
  next: number;
}

/** `at`: the first of the question's replies. */
export function readingFrom(question: Question, replies: readonly Reply[], at: number): Told {
  const { name, db, value, ttl } = question;
  const asksValue = value && readCommand(question) !== null;
  let next = at;
  let found: Found = { value: undefined, from: null };
  if (asksValue) found = valueIn(question, replies[next++]!);
  else if (!ttl) found.value = existenceIn(replies[next++]!);
  const life = ttl ? replies[next++] : undefined;
  const reading: KeyReading = { db, name, value: found.value, ttlMs: remainingLife(life) };
  const isOpen = asksValue && isEmpty(found.value) && canBeEmpty(question) && reading.ttlMs !== -2;
  if (reading.ttlMs === -2 && isEmpty(found.value)) reading.value = null;
  return { question, reading, isOpen, from: found.from, next };
}

/** `replies`: those to `againFor`. */
export function settleOpen({ question, reading }: Told, [exists, again]: readonly Reply[]): void {
  if (exists instanceof ReplyError) reading.value = REFUSED;
  // Made since, it was none when it was read.
  else if (exists === 0 || !isEmpty(valueIn(question, again!).value)) reading.value = null;
}

const isEmpty = (value: KeyValue): boolean => typeof value !== 'symbol' && value?.length === 0;

/** A collection without elements does not exist, but a hash may have none of the fields. */
const canBeEmpty = ({ plan }: Question): boolean =>
  plan.compiled.family.type === 'string' || (plan.compiled.family.type === 'hash' && plan.needed !== null);

interface Found {
  value: KeyValue;
  from: string | null;
}

const existenceIn = (reply: Reply): KeyValue => (reply instanceof ReplyError ? REFUSED : reply === 0 ? null : '');

function valueIn(question: Question, reply: Reply): Found {
  const { plan } = question;
  if (reply instanceof ReplyError) return { value: reply.message.startsWith('WRONGTYPE') ? WRONG_TYPE : REFUSED, from: null };
  if (!Array.isArray(reply)) return { value: typeof reply === 'string' ? reply : null, from: null };
  const fields = plan.compiled.family.type === 'hash' ? plan.needed : null;
  if (fields) return { value: pairsOf(fields, reply), from: null };
  const piece = pieceIn(question, reply, '0')!;
  const isNone = piece.seen.length === 0 && piece.from === null;
  return { value: isNone ? null : piece.elements, from: piece.from };
}

/** Fields that are there, with their values. */
const pairsOf = (fields: readonly string[], values: readonly Reply[]): string[] =>
  fields.flatMap((field, at) => (typeof values[at] === 'string' ? [field, values[at]] : []));

export interface Piece {
  /** Those that matter; of hashes and sorted sets fields and values, members and scores by turns. */
  elements: string[];
  /** All that came. */
  seen: readonly string[];
  /** Where the next one begins; `null`: this was the last. */
  from: string | null;
}

/** `from`: where the piece began. `null` for a refusal. */
export function pieceIn({ plan }: Question, reply: Reply, from: string): Piece | null {
  if (!Array.isArray(reply)) return null;
  const { type } = plan.compiled.family;
  if (type === 'zset') {
    const isLast = reply.length < 2 * ELEMENTS;
    const next = isLast ? null : String(Number(from) + ELEMENTS);
    return { elements: reply as string[], seen: reply as string[], from: next };
  }
  const [cursor, found] = reply as [string, string[]];
  const elements = type === 'hash' ? neededPairs(plan, found) : found;
  return { elements, seen: found, from: cursor === '0' ? null : cursor };
}

function neededPairs(plan: FamilyPlan, pairs: readonly string[]): string[] {
  const needed: string[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) if (isNeeded(plan, pairs[i]!)) needed.push(pairs[i]!, pairs[i + 1]!);
  return needed;
}
