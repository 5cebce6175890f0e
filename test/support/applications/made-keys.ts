/** Keys as an application writes them, each with the family that it belongs to. */
import type { Entry, Value } from '../../../src/lib/demo/entry.js';

export interface MadeKey extends Entry {
  family: string;
}

/** TTL in seconds; absent: none. */
type Make<Content> = (family: string, key: string, content: Content, ttl?: number) => MadeKey;

const made = (family: string, key: string, value: Value, ttl?: number): MadeKey => ({
  family,
  key,
  pattern: '',
  value,
  ttl: ttl === undefined ? null : ttl * 1000,
});

export const text: Make<string | number> = (family, key, content, ttl) =>
  made(family, key, { type: 'string', text: String(content) }, ttl);

export const json: Make<unknown> = (family, key, content, ttl) => text(family, key, JSON.stringify(content), ttl);

export const hash: Make<Readonly<Record<string, string | number>>> = (family, key, fields, ttl) =>
  made(
    family,
    key,
    { type: 'hash', fields: Object.entries(fields).map(([field, value]) => [field, String(value)] as const) },
    ttl,
  );

export const list: Make<readonly string[]> = (family, key, elements, ttl) => made(family, key, { type: 'list', elements }, ttl);

export const set: Make<Iterable<string>> = (family, key, members, ttl) =>
  made(family, key, { type: 'set', members: new Set(members) }, ttl);

export const zset: Make<Iterable<readonly [string, number]>> = (family, key, scores, ttl) =>
  made(family, key, { type: 'zset', scores: new Map(scores) }, ttl);

export const stream: Make<readonly Readonly<Record<string, string>>[]> = (family, key, entries, ttl) => {
  const events = entries.map((fields, at) => ({ id: `${1_796_000_000_000 + at}-0`, fields: Object.entries(fields) }));
  return made(family, key, { type: 'stream', events }, ttl);
};

export const times = <Result>(count: number, of: (at: number) => Result): Result[] =>
  Array.from({ length: count }, (_, at) => of(at));

/** A hexadecimal digest that looks like SHA-256 and depends on the text alone. */
export function digest(of: string | number): string {
  let state = 2_166_136_261;
  let digits = '';
  for (let round = 0; digits.length < 64; round++) {
    for (const char of `${of}/${round}`) state = Math.imul(state ^ char.codePointAt(0)!, 16_777_619) >>> 0;
    digits += state.toString(16).padStart(8, '0');
  }
  return digits.slice(0, 64);
}

/** Keys by family. */
export function countsOf(keys: readonly MadeKey[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { family } of keys) counts[family] = (counts[family] ?? 0) + 1;
  return counts;
}
