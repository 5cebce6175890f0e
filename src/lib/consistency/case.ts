/** What is read again before anything is reported: one key, or the keys of one group. */
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
}

/** Keys of a case, whose values decide. */
export const membersOf = ({ parts, whole, left }: Case): Member[] => [...parts, ...whole, ...left];
