/** Stores the keys of differing groups until the groups are judged. */
import { keySegments } from '../profile/pattern.js';
import { caseId, portionOf, PORTIONS, type Case, type Member } from './case.js';
import { GroupNames } from './group-names.js';
import { PortionLog } from './portion-log.js';
import type { FamilyPlan, Relation } from './relation.js';

const SIDES = ['parts', 'whole', 'left'] as const;

export type CaseSide = (typeof SIDES)[number];

/**
 * Order of the case's first key, relation, database, side, family, name; and the group's texts if the name does not contain them.
 */
type Line = [order: number, relation: number, db: number, side: number, plan: number, name: string, texts?: readonly string[]];

/** Portions from `from` (inclusive) to `to` (exclusive). */
export interface PortionRange {
  from: number;
  to: number;
}

export class CaseSpool {
  readonly #relations: readonly Relation[];
  readonly #plans: readonly FamilyPlan[];
  readonly #log: PortionLog;
  readonly #names = new GroupNames();
  #added = 0;

  /** `plans`: each at its own index. */
  constructor(relations: readonly Relation[], plans: readonly FamilyPlan[], log = new PortionLog()) {
    this.#relations = relations;
    this.#plans = plans;
    this.#log = log;
  }

  get size(): number {
    return this.#added;
  }

  /** `hash`: the group's hash. `texts`: the group's texts, if the key's name does not contain them. */
  add(
    relation: Relation,
    hash: number,
    side: CaseSide,
    { plan, db, name }: Member & { db: number },
    texts?: readonly string[],
  ): void {
    const line: Line = [this.#added++, relation.index, db, SIDES.indexOf(side), plan.index, name];
    if (texts) line.push(texts);
    this.#log.add(portionOf(hash), JSON.stringify(line));
  }

  /** Ranges of portions to judge together, of up to `keys` keys each; a single portion may have more. */
  ranges(keys: number): PortionRange[] {
    const ranges: PortionRange[] = [];
    let last: (PortionRange & { keys: number }) | null = null;
    for (let portion = 0; portion < PORTIONS; portion++) {
      const count = this.#log.count(portion);
      if (last && last.keys + count <= keys) {
        last.to = portion + 1;
        last.keys += count;
      } else {
        last = { from: portion, to: portion + 1, keys: count };
        ranges.push(last);
      }
    }
    return ranges;
  }

  /** The cases of these portions by `caseId`, in the order of their first keys. A repeated name counts once. */
  cases({ from, to }: PortionRange): Map<string, Case> {
    const known = new Map<string, Gathered>();
    for (let portion = from; portion < to; portion++) {
      for (const text of this.#log.texts(portion)) {
        const [order, at, db, side, planAt, name, given] = JSON.parse(text) as Line;
        const relation = this.#relations[at]!;
        const plan = this.#plans[planAt]!;
        const texts = given ?? this.#textsOf(relation, SIDES[side]!, plan, name);
        const id = caseId({ relation, db, texts });
        let found = known.get(id);
        if (!found) {
          found = new Gathered({ relation, db, texts, parts: [], whole: [], left: [], order });
          known.set(id, found);
        }
        found.add(SIDES[side]!, { name, plan });
      }
    }
    const inOrder = [...known].sort(([, a], [, b]) => a.gathered.order - b.gathered.order);
    return new Map(inOrder.map(([id, { gathered }]) => [id, gathered]));
  }

  close(): void {
    this.#log.close();
  }

  #textsOf(relation: Relation, side: CaseSide, plan: FamilyPlan, name: string): readonly string[] {
    if (relation.width === 0) return [name];
    const contribution = plan.contributions.find((each) => each.relation === relation && each.side === side)!;
    this.#names.read(plan, keySegments(name));
    return this.#names.groupTexts(contribution, '');
  }
}

/** Maximum names per side that are searched linearly; beyond, a set is used. */
const FEW = 8;

/** A case whose keys are being collected. */
class Gathered {
  readonly #names: Partial<Record<CaseSide, Set<string>>> = {};

  constructor(readonly gathered: Case) {}

  add(side: CaseSide, member: Member): void {
    const own = this.gathered[side];
    if (this.#has(side, own, member.name)) return;
    own.push(member);
    this.#names[side]?.add(member.name);
  }

  #has(side: CaseSide, own: readonly Member[], name: string): boolean {
    if (own.length < FEW) return own.some((known) => known.name === name);
    return (this.#names[side] ??= new Set(own.map((known) => known.name))).has(name);
  }
}
