/** Sorts elements without an order, so that equal values from any source are deeply equal. */
import { scoreText } from '../../snapshot/values/zset.js';
import type { HashField, ZsetMember } from './typed-value.js';

/** Without duplicates, because SSCAN may repeat members. */
export const canonicalSet = (members: Iterable<string>): string[] => [...new Set(members)].toSorted(compare);

export const canonicalHash = (fields: Iterable<HashField>): HashField[] =>
  [...fields].toSorted((a, b) => compare(a.field, b.field));

/** In the order of ZRANGE: by score, then by member. */
export function canonicalZset(members: Iterable<readonly [member: string, score: string]>): ZsetMember[] {
  const scored = Array.from(members, ([member, text]) => ({ member, score: scoreValue(text) }));
  // The difference of infinite scores is not a number.
  scored.sort((a, b) => (a.score < b.score ? -1 : a.score > b.score ? 1 : compare(a.member, b.member)));
  return scored.map(({ member, score }) => ({ member, score: scoreText(score) }));
}

/** The value of a score that a server wrote. */
function scoreValue(text: string): number {
  const word = /^([+-]?)inf/i.exec(text);
  if (!word) return Number(text);
  return word[1] === '-' ? -Infinity : Infinity;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
