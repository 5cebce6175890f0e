import type { RedisType } from '../profile/types.js';

/** A Redis command with its arguments as byte strings. */
export type DemoCommand = string[];

/** Where a key belongs and how long it lives. */
export interface Place {
  /** In the notation of the profiles: `usage:daily:{keyId}:{date}`. */
  pattern: string;
  /** The text of each placeholder. */
  values: Record<string, string>;
  /** Milliseconds that the key has left; `null`: it stays. */
  ttl: number | null;
}

/** One key, and the commands that make it (its expiry apart). */
export interface Entry {
  pattern: string;
  type: RedisType;
  key: string;
  ttl: number | null;
  commands: DemoCommand[];
}

type Scalar = string | number;

/** The key name that a pattern gives for these values. Throws when one is missing. */
export function fillPattern(pattern: string, values: Readonly<Record<string, string>>): string {
  let key = '';
  let at = 0;
  for (;;) {
    const open = pattern.indexOf('{', at);
    if (open < 0) return key + pattern.slice(at);
    const close = pattern.indexOf('}', open);
    const value = values[pattern.slice(open + 1, close)];
    if (value === undefined) throw new Error(`no value for ${pattern.slice(open, close + 1)} of ${pattern}`);
    key += pattern.slice(at, open) + value;
    at = close + 1;
  }
}

function entry(place: Place, type: RedisType, write: (key: string) => DemoCommand[]): Entry {
  const key = fillPattern(place.pattern, place.values);
  return { pattern: place.pattern, type, key, ttl: place.ttl, commands: write(key) };
}

/** Text as the UTF-8 bytes that the relay would send. */
export const byteString = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

export const stringEntry = (place: Place, value: Scalar): Entry => entry(place, 'string', (key) => [['SET', key, String(value)]]);

export const hashEntry = (place: Place, fields: Readonly<Record<string, Scalar>>): Entry =>
  entry(place, 'hash', (key) => [['HSET', key, ...Object.entries(fields).flatMap(([field, value]) => [field, String(value)])]]);

export const setEntry = (place: Place, members: Iterable<string>): Entry =>
  entry(place, 'set', (key) => [['SADD', key, ...members]]);

/** Scores by member. */
export const zsetEntry = (place: Place, scores: Iterable<readonly [string, number]>): Entry =>
  entry(place, 'zset', (key) => [['ZADD', key, ...[...scores].flatMap(([member, score]) => [String(score), member])]]);

/** Elements from head to tail. */
export const listEntry = (place: Place, elements: readonly string[]): Entry =>
  entry(place, 'list', (key) => [['RPUSH', key, ...elements]]);

/** Stream entries with their full ids, oldest first; each has the one field `data`. */
export const streamEntry = (place: Place, events: readonly { id: string; data: string }[]): Entry =>
  entry(place, 'stream', (key) => events.map(({ id, data }) => ['XADD', key, id, 'data', data]));

/** All commands that make the key, its expiry raised to `minTtl` seconds where it is shorter. */
export function* commandsOf(made: Entry, minTtl: number): Generator<DemoCommand> {
  yield* made.commands;
  if (made.ttl !== null) yield ['PEXPIRE', made.key, String(Math.max(made.ttl, minTtl * 1000))];
}
