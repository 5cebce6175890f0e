/** Finds the keys of suspect groups by their names, in a second look at all names. */
import { fillPattern, keySegments, slotText } from '../profile/pattern.js';
import type { CompiledFamily } from '../profile/classify.js';
import type { Case } from './case.js';
import { GroupNames, groupHash } from './group-names.js';
import { EMBEDDED, type FamilyPlan, type Relation } from './relation.js';
import { hashText } from './text-hash.js';

export interface CaseOptions {
  relations: readonly Relation[];
  plans: ReadonlyMap<CompiledFamily, FamilyPlan>;
  suspects: readonly ReadonlySet<number>[];
  /** Hashes of the ids of owners that exist, by dimension. */
  owners: ReadonlyMap<string, ReadonlySet<number>>;
}

export class CaseCollector {
  readonly cases = new Map<string, Case>();
  /** Keys whose fields, not names, tell the group. */
  readonly toOpen: { db: number; name: string; plan: FamilyPlan }[] = [];
  readonly #options: CaseOptions;
  readonly #names = new GroupNames();
  readonly #leftBehind: { relation: Relation; plan: FamilyPlan }[];

  constructor(options: CaseOptions) {
    this.#options = options;
    const planOf = new Map([...options.plans.values()].map((plan) => [plan.compiled, plan]));
    this.#leftBehind = options.relations.flatMap((relation) => {
      const { invariant, profile } = relation;
      if (invariant.kind !== 'sum' || invariant.leftBehind === undefined) return [];
      const compiled = profile.families.find(({ family }) => family.id === invariant.leftBehind);
      return compiled && planOf.has(compiled) ? [{ relation, plan: planOf.get(compiled)! }] : [];
    });
  }

  name(plan: FamilyPlan, db: number, name: string, segments: readonly string[]): void {
    this.#names.read(plan, segments);
    for (const contribution of plan.contributions) {
      const { relation, side } = contribution;
      const suspects = this.#options.suspects[relation.index]!;
      if (suspects.size === 0 || !suspects.has(this.#names.hash(contribution, db, ''))) continue;
      this.#caseOf(relation, db, this.#names.groupTexts(contribution, ''))[side].push({ name, plan });
    }
    if (plan.embedded && this.#options.suspects[plan.embedded.contribution.relation.index]!.size > 0)
      this.toOpen.push({ db, name, plan });
    for (const { relation, side } of plan.listings) {
      if (side === 'parts' && this.#options.suspects[relation.index]!.size > 0) this.toOpen.push({ db, name, plan });
    }
    for (const { relation, plan: left } of this.#leftBehind) {
      if (left === plan) this.#addLeft(relation, plan, db, name, segments);
    }
  }

  /** A key whose value was read: its fields name the groups. */
  opened(plan: FamilyPlan, db: number, name: string, groups: Iterable<{ relation: Relation; texts: readonly string[] }>): void {
    for (const { relation, texts } of groups) {
      if (!this.#options.suspects[relation.index]!.has(groupHash(relation, db, texts))) continue;
      const { parts } = this.#caseOf(relation, db, texts);
      if (!parts.some((member) => member.name === name)) parts.push({ name, plan });
    }
  }

  /** The texts of a group that the embedded values of a key belong to. */
  embeddedTexts(plan: FamilyPlan, name: string, value: string): readonly string[] {
    this.#names.read(plan, keySegments(name));
    return plan.embedded!.contribution.group.map((place) => (place === EMBEDDED ? value : this.#names.texts[place]!));
  }

  #addLeft(relation: Relation, plan: FamilyPlan, db: number, name: string, segments: readonly string[]): void {
    const isGone = plan.compiled.dimensions.some(({ name: dimension, slot }) => {
      const known = this.#options.owners.get(dimension);
      return known !== undefined && !known.has(hashText(slotText(slot, segments)));
    });
    if (!isGone) return;
    const texts = relation.placeholders.map((placeholder) => {
      const slot = plan.compiled.slots.find((candidate) => candidate.name === placeholder);
      return slot ? slotText(slot, segments) : '';
    });
    if (!this.#options.suspects[relation.index]!.has(groupHash(relation, db, texts))) return;
    this.#caseOf(relation, db, texts).left.push({ name, plan });
  }

  #caseOf(relation: Relation, db: number, texts: readonly string[]): Case {
    const id = `${relation.index}\n${db}\n${texts.join('\n')}`;
    const known = this.cases.get(id);
    if (known) return known;
    const made: Case = { relation, db, texts, parts: [], whole: [], left: [] };
    this.cases.set(id, made);
    return made;
  }
}

/** The whole's key, whether it exists or not: its name is the group's. */
export function wholeName({ relation, texts }: Case): string {
  const pattern = relation.sides.whole[0]!.compiled.family.pattern;
  return fillPattern(pattern, Object.fromEntries(relation.placeholders.map((name, index) => [name, texts[index]!])));
}
