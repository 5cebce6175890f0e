/** Adds an archived value to a key that exists again. */
import { addDecimals, isCounter, isDecimal } from '../../format/decimal.js';
import { chunks } from '../value/chunks.js';
import type { HashField, TypedValue } from '../value/typed-value.js';
import type { Additive } from './additive.js';

/** The sum is beyond 64 bits, so the application could not increment it. */
export const OVERFLOW = 'overflow';

/** Commands that set `live` to the sum of both, for the transaction that has read it; `null`: the two cannot be added. */
export function mergeCommands(
  name: string,
  archived: TypedValue,
  live: TypedValue,
  additive: Additive,
): string[][] | null | typeof OVERFLOW {
  if (archived.type === 'string' && live.type === 'string')
    return additive.value ? stringSum(name, archived.value, live.value) : null;
  if (archived.type === 'hash' && live.type === 'hash') return hashSum(name, archived.value, live.value, additive);
  if (archived.type === 'set' && live.type === 'set') return union(name, archived.value, live.value);
  if (archived.type === 'list' && live.type === 'list') return appended(name, archived.value);
  return null;
}

export const appended = (name: string, elements: readonly string[]): string[][] =>
  [...chunks(elements.map((element) => [element]))].map((part) => ['RPUSH', name, ...part]);

function union(name: string, archived: readonly string[], live: readonly string[]): string[][] {
  const held = new Set(live);
  const missing = archived.filter((member) => !held.has(member));
  return [...chunks(missing.map((member) => [member]))].map((part) => ['SADD', name, ...part]);
}

function sumOf(archived: string, live: string): string | null {
  if (!isDecimal(archived) || !isDecimal(live)) return null;
  const sum = addDecimals(archived, live);
  return isCounter(archived) && isCounter(live) && !isCounter(sum) ? OVERFLOW : sum;
}

function stringSum(name: string, archived: string, live: string): string[][] | null | typeof OVERFLOW {
  const sum = sumOf(archived, live);
  if (sum === null || sum === OVERFLOW) return sum;
  return [isCounter(archived) && isCounter(live) ? ['INCRBY', name, archived] : ['SET', name, sum, 'KEEPTTL']];
}

/** Fields that only the archive has are restored. The current text of other fields stays. */
function hashSum(
  name: string,
  archived: readonly HashField[],
  live: readonly HashField[],
  additive: Additive,
): string[][] | null | typeof OVERFLOW {
  const held = new Map(live.map((field) => [field.field, field]));
  const commands: string[][] = [];
  for (const { field, value, expireAtMs } of archived) {
    const present = held.get(field);
    if (!present && additive.field(field) && isCounter(value) && expireAtMs === null) {
      commands.push(['HINCRBY', name, field, value]);
    } else if (!present) {
      commands.push(['HSET', name, field, value]);
      if (expireAtMs !== null) commands.push(expireField(name, field, expireAtMs));
    } else if (additive.field(field) && isDecimal(value)) {
      const sum = sumOf(value, present.value);
      if (sum === null || sum === OVERFLOW) return sum;
      for (const command of fieldSum(name, { archived: value, live: present, sum })) commands.push(command);
    }
  }
  return commands.length === 0 ? null : commands;
}

function fieldSum(name: string, { archived, live, sum }: { archived: string; live: HashField; sum: string }): string[][] {
  if (isCounter(archived) && isCounter(live.value)) return [['HINCRBY', name, live.field, archived]];
  const set = ['HSET', name, live.field, sum];
  // HSET removes the TTL of a field.
  return live.expireAtMs === null ? [set] : [set, expireField(name, live.field, live.expireAtMs)];
}

const expireField = (name: string, field: string, atMs: number): string[] => [
  'HPEXPIREAT',
  name,
  String(atMs),
  'FIELDS',
  '1',
  field,
];
