/** Commands about a key on a live server, and the meaning of the replies. Reads only the needed part of a value. */
import { remainingTtl } from '../redis/remaining-ttl.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import { REFUSED, WRONG_TYPE, type KeyReading, type KeyValue } from './key-value.js';
import { isNeeded, STRING_BYTES } from './needed-fields.js';
import type { FamilyPlan } from './relation.js';
import type { Question } from './source.js';

/** Maximum elements that one command returns: this many block the server for one or two milliseconds. */
export const ELEMENTS = 10_000;

/** The command for the next piece of a collection. `from`: a cursor; for a sorted set, the rank of the first member. */
export function pieceFrom({ plan, name }: Question, from: string): string[] {
  const { type } = plan.compiled.family;
  if (type === 'zset') return ['ZRANGE', name, from, String(Number(from) + ELEMENTS - 1), 'WITHSCORES'];
  return [type === 'set' ? 'SSCAN' : 'HSCAN', name, from, 'COUNT', String(ELEMENTS)];
}

/** The command for the value, or for its first piece; `null`: only existence matters. */
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

/** Distinguishes a missing key from a key without the requested fields. The key may have been created in the meantime. */
export const againFor = (question: Question): string[][] => [['EXISTS', question.name], readCommand(question)!];

export interface ValueRead {
  question: Question;
  reading: KeyReading;
  /** True when nothing was found: the key may be empty or missing. */
  isOpen: boolean;
  /** Where an incompletely read collection continues; otherwise `null`. */
  from: string | null;
  /** Index after the last used reply. */
  next: number;
}

/** `at`: index of the question's first reply. */
export function readingFrom(question: Question, replies: readonly Reply[], at: number): ValueRead {
  const { name, db, value, ttl } = question;
  const asksValue = value && readCommand(question) !== null;
  let next = at;
  let found: Found = { value: undefined, from: null };
  if (asksValue) found = valueIn(question, replies[next++]!);
  else if (!ttl) found.value = existenceIn(replies[next++]!);
  const ttlReply = ttl ? replies[next++] : undefined;
  const reading: KeyReading = { db, name, value: found.value, ttlMs: remainingTtl(ttlReply) };
  const isOpen = asksValue && isEmpty(found.value) && canBeEmpty(question) && reading.ttlMs !== -2;
  if (reading.ttlMs === -2 && isEmpty(found.value)) reading.value = null;
  return { question, reading, isOpen, from: found.from, next };
}

/** `replies`: those to `againFor`. */
export function settleOpen({ question, reading }: ValueRead, [exists, again]: readonly Reply[]): void {
  if (exists instanceof ReplyError) reading.value = REFUSED;
  // Created since, so it did not exist when it was read.
  else if (exists === 0 || !isEmpty(valueIn(question, again!).value)) reading.value = null;
}

const isEmpty = (value: KeyValue): boolean => typeof value !== 'symbol' && value?.length === 0;

/** A collection without elements does not exist, but a hash may have none of the requested fields. */
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

/** The existing fields with their values. */
const pairsOf = (fields: readonly string[], values: readonly Reply[]): string[] =>
  fields.flatMap((field, at) => (typeof values[at] === 'string' ? [field, values[at]] : []));

export interface Piece {
  /** The needed elements; for hashes and sorted sets alternating fields and values, or members and scores. */
  elements: string[];
  /** All received elements. */
  seen: readonly string[];
  /** Where the next piece starts; `null`: this was the last. */
  from: string | null;
}

/** `from`: start of the piece. `null`: the command was refused. */
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
