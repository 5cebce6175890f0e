/** One order of what has none, so that equal values are deeply equal, whoever told them. */
import { scoreText } from '../../snapshot/values/zset.js';
import type { HashField, ZsetMember } from './typed-value.js';

/** Each once, since SSCAN may repeat some. */
export const canonicalSet = (members: Iterable<string>): string[] => [...new Set(members)].toSorted(compare);

export const canonicalHash = (fields: Iterable<HashField>): HashField[] =>
  [...fields].toSorted((a, b) => compare(a.field, b.field));

/** As ZRANGE has it: by score, then by member. */
export function canonicalZset(members: Iterable<readonly [member: string, score: string]>): ZsetMember[] {
  const scored = Array.from(members, ([member, text]) => ({ member, score: scoreValue(text) }));
  // Infinite scores have no difference.
  scored.sort((a, b) => (a.score < b.score ? -1 : a.score > b.score ? 1 : compare(a.member, b.member)));
  return scored.map(({ member, score }) => ({ member, score: scoreText(score) }));
}

/** A score as servers write it. */
function scoreValue(text: string): number {
  const word = /^([+-]?)inf/i.exec(text);
  if (!word) return Number(text);
  return word[1] === '-' ? -Infinity : Infinity;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
