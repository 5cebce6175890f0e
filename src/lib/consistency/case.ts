/** A unit that is read again before it is reported: one key, or the keys of one group. */
import { fillPattern } from '../profile/pattern.js';
import { groupHash } from './group-names.js';
import type { FamilyPlan, Relation } from './relation.js';

export interface Member {
  name: string;
  plan: FamilyPlan;
}

export interface Case {
  relation: Relation;
  db: number;
  /** The group's texts, in the order of the relation's placeholders; for a single key, its name. */
  texts: readonly string[];
  parts: Member[];
  whole: Member[];
  /** Parts of owners that do not exist. */
  left: Member[];
  /** Position among all cases: that of its first key. */
  order: number;
}

/** The keys whose values decide the case. */
export const membersOf = ({ parts, whole, left }: Case): Member[] => [...parts, ...whole, ...left];

/** Equal for two cases about the same group or key. */
export const caseId = ({ relation, db, texts }: Pick<Case, 'relation' | 'db' | 'texts'>): string =>
  `${relation.index}\n${db}\n${texts.join('\n')}`;

/** The whole's key, whether it exists or not: its name follows from the group. */
export const wholeName = (each: Pick<Case, 'relation' | 'texts'>): string => groupKey(each, each.relation.sides.whole[0]!);

/** Keys whose numbers decide whether the group is judged. */
export const besideNames = (each: Case): Member[] => each.relation.equal.map((plan) => ({ plan, name: groupKey(each, plan) }));

/** The family's key for the group's texts. */
function groupKey({ relation, texts }: Pick<Case, 'relation' | 'texts'>, { compiled }: FamilyPlan): string {
  const values = relation.placeholders.map((name, index): [string, string] => [name, texts[index]!]);
  return fillPattern(compiled.family.pattern, Object.fromEntries(values));
}

/** Cases are judged portion by portion, so that memory does not grow with their number. */
export const PORTIONS = 1024;

/** The portion of a group, from its hash; for a single key, from its name's hash. */
export const portionOf = (hash: number): number => Math.floor(hash / 2 ** 32) % PORTIONS;

export const portionOfCase = ({ relation, db, texts }: Pick<Case, 'relation' | 'db' | 'texts'>): number =>
  portionOf(groupHash(relation, db, texts));
