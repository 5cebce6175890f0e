/** What is read again before anything is reported: one key, or the keys of one group. */
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
  /** The group's texts, in the order of the relation's placeholders; for a single key its name. */
  texts: readonly string[];
  parts: Member[];
  whole: Member[];
  /** What owners that are gone have left of the parts. */
  left: Member[];
  /** Its place among all cases: that of its first key. */
  order: number;
}

/** Keys of a case, whose values decide. */
export const membersOf = ({ parts, whole, left }: Case): Member[] => [...parts, ...whole, ...left];

/** The same for two cases that are about the same group, or the same key. */
export const caseId = ({ relation, db, texts }: Pick<Case, 'relation' | 'db' | 'texts'>): string =>
  `${relation.index}\n${db}\n${texts.join('\n')}`;

/** The whole's key, whether it exists or not: its name is the group's. */
export const wholeName = (each: Pick<Case, 'relation' | 'texts'>): string => groupKey(each, each.relation.sides.whole[0]!);

/** Keys beside the group by whose numbers it is judged or not. */
export const besideNames = (each: Case): Member[] => each.relation.equal.map((plan) => ({ plan, name: groupKey(each, plan) }));

/** The key of the family that the group's texts name. */
function groupKey({ relation, texts }: Pick<Case, 'relation' | 'texts'>, { compiled }: FamilyPlan): string {
  const values = relation.placeholders.map((name, index): [string, string] => [name, texts[index]!]);
  return fillPattern(compiled.family.pattern, Object.fromEntries(values));
}

/** Cases are judged portion by portion, so that memory does not grow with their number. */
export const PORTIONS = 1024;

/** The portion of a group, by its hash; of a single key by that of its name. */
export const portionOf = (hash: number): number => Math.floor(hash / 2 ** 32) % PORTIONS;

export const portionOfCase = ({ relation, db, texts }: Pick<Case, 'relation' | 'db' | 'texts'>): number =>
  portionOf(groupHash(relation, db, texts));
