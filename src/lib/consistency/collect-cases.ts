/** Collects the keys of suspect groups by rescanning all names. */
import { fieldsOf } from './key-value.js';
import { capturesOf } from '../profile/listing.js';
import { fillPattern, keySegments, slotText } from '../profile/pattern.js';
import type { CompiledFamily } from '../profile/classify.js';
import type { Case, Member } from './case.js';
import type { CaseSpool } from './case-spool.js';
import { GroupNames, groupHash } from './group-names.js';
import { HashSet } from './hash-set.js';
import { PortionLog } from './portion-log.js';
import { EMBEDDED, type FamilyPlan, type Relation } from './relation.js';
import type { KeySource, Question } from './source.js';
import { hashText } from '../format/text-hash.js';

export interface CollectOptions {
  relations: readonly Relation[];
  plans: ReadonlyMap<CompiledFamily, FamilyPlan>;
  /** By relation: hashes of groups. */
  suspects: readonly HashSet[];
  /** Hashes of the ids of existing owners, by dimension. */
  owners: ReadonlyMap<string, ReadonlySet<number>>;
}

const OPENED_AT_A_TIME = 5_000;

/** Adds the keys of these groups to the spool. */
export async function collectCases(spool: CaseSpool, source: KeySource, options: CollectOptions): Promise<void> {
  const collector = new Collector(spool, options);
  try {
    await source.names((plan, db, name, segments) => collector.name(plan, db, name, segments));
    if (source.partial === null) await collector.openKeys(source);
  } finally {
    collector.close();
  }
}

class Collector {
  readonly #spool: CaseSpool;
  /** Keys whose fields, not names, identify the group. */
  readonly #toOpen = new PortionLog();
  readonly #options: CollectOptions;
  readonly #plans: readonly FamilyPlan[];
  readonly #names = new GroupNames();
  readonly #leftBehind: { relation: Relation; plan: FamilyPlan }[];

  constructor(spool: CaseSpool, options: CollectOptions) {
    this.#spool = spool;
    this.#options = options;
    this.#plans = [...options.plans.values()];
    const planOf = new Map(this.#plans.map((plan) => [plan.compiled, plan]));
    this.#leftBehind = options.relations.flatMap((relation) => {
      const { invariant, profile } = relation;
      if (invariant.kind !== 'sum' || invariant.leftBehind === undefined) return [];
      const compiled = profile.families.find(({ family }) => family.id === invariant.leftBehind);
      return compiled && planOf.has(compiled) ? [{ relation, plan: planOf.get(compiled)! }] : [];
    });
  }

  name(plan: FamilyPlan, db: number, name: string, segments: readonly string[]): void {
    this.#names.read(plan, segments);
    const key = { plan, db, name };
    for (const contribution of plan.contributions) {
      const { relation, side } = contribution;
      if (this.#suspectsOf(relation).size === 0) continue;
      const hash = this.#names.hash(contribution, db, '');
      if (this.#suspectsOf(relation).has(hash)) this.#spool.add(relation, hash, side, key);
    }
    if (this.#isToOpen(plan)) this.#toOpen.add(0, JSON.stringify([plan.index, db, name]));
    for (const { relation, plan: left } of this.#leftBehind) {
      if (left === plan) this.#addLeft(relation, plan, db, name, segments);
    }
  }

  /** Reads the fields that name an entity's lists, and the models of an hour. */
  async openKeys(source: KeySource): Promise<void> {
    let keys: Question[] = [];
    for (const text of this.#toOpen.texts(0)) {
      const [at, db, name] = JSON.parse(text) as [number, number, string];
      keys.push({ db, name, plan: this.#plans[at]!, value: true, ttl: false });
      if (keys.length < OPENED_AT_A_TIME) continue;
      await this.#open(keys, source);
      keys = [];
    }
    await this.#open(keys, source);
  }

  close(): void {
    this.#toOpen.close();
  }

  async #open(keys: readonly Question[], source: KeySource): Promise<void> {
    const readings = await source.read(keys.map((key) => [key]));
    for (const [index, { db, name, plan }] of keys.entries()) {
      const value = readings[index]![0]!.value;
      if (!Array.isArray(value)) continue;
      // A key may name a group more than once.
      const seen = new Set<number>();
      for (const { relation, texts } of this.#groupsInside(plan, name, value as readonly string[])) {
        const hash = groupHash(relation, db, texts);
        if (seen.has(hash) || !this.#suspectsOf(relation).has(hash)) continue;
        seen.add(hash);
        this.#spool.add(relation, hash, 'parts', { plan, db, name }, texts);
      }
    }
  }

  #suspectsOf({ index }: Relation): HashSet {
    return this.#options.suspects[index]!;
  }

  #isToOpen({ embedded, listings }: FamilyPlan): boolean {
    if (embedded?.contribution && this.#suspectsOf(embedded.contribution.relation).size > 0) return true;
    return listings.some(({ relation, side }) => side === 'parts' && this.#suspectsOf(relation).size > 0);
  }

  *#groupsInside(
    plan: FamilyPlan,
    name: string,
    value: readonly string[],
  ): Generator<{ relation: Relation; texts: readonly string[] }> {
    if (plan.embedded?.contribution) {
      const { before, contribution } = plan.embedded;
      const names = new Set<string>();
      for (const field of fieldsOf(value).keys())
        if (field.startsWith(before)) names.add(field.slice(before.length, field.lastIndexOf(':')));
      this.#names.read(plan, keySegments(name));
      for (const each of names) {
        const texts = contribution.group.map((place) => (place === EMBEDDED ? each : this.#names.texts[place]!));
        yield { relation: contribution.relation, texts };
      }
    }
    const captures = capturesOf(plan.compiled, name);
    for (const { relation, side } of plan.listings) {
      if (side !== 'parts' || relation.invariant.kind !== 'listing') continue;
      for (const { group } of relation.invariant.listed(captures, fieldsOf(value)))
        yield { relation, texts: relation.placeholders.map((placeholder) => group?.[placeholder] ?? '') };
    }
  }

  #addLeft(relation: Relation, plan: FamilyPlan, db: number, name: string, segments: readonly string[]): void {
    const hasMissingOwner = plan.compiled.dimensions.some(({ name: dimension, slot }) => {
      const known = this.#options.owners.get(dimension);
      return known !== undefined && !known.has(hashText(slotText(slot, segments)));
    });
    if (!hasMissingOwner) return;
    const texts = relation.placeholders.map((placeholder) => {
      const slot = plan.compiled.slots.find((candidate) => candidate.name === placeholder);
      return slot ? slotText(slot, segments) : '';
    });
    const hash = groupHash(relation, db, texts);
    if (this.#suspectsOf(relation).has(hash)) this.#spool.add(relation, hash, 'left', { plan, db, name }, texts);
  }
}

/** Maximum keys of an owner that are read again. */
const OWNED = 20;

const rank = ({ compiled }: FamilyPlan): number => (compiled.family.grain === 'total' ? 0 : 1);

/** Adds the keys whose names follow from the group, whether they exist or not. */
export function completed(each: Case): Case {
  const { relation, texts } = each;
  const named = (plan: FamilyPlan): Member => ({
    plan,
    name: fillPattern(
      plan.compiled.family.pattern,
      Object.fromEntries(relation.placeholders.map((name, at) => [name, texts[at]!])),
    ),
  });
  switch (relation.invariant.kind) {
    case 'sum':
    case 'listing':
      return { ...each, whole: [named(relation.sides.whole[0]!)] };
    case 'presence':
      return { ...each, parts: [named(relation.sides.parts[0]!)], whole: [named(relation.sides.whole[0]!)] };
    case 'owner':
      return {
        ...each,
        // A few keys show that data remains; totals are the most informative.
        parts: each.parts.toSorted((a, b) => rank(a.plan) - rank(b.plan)).slice(0, OWNED),
        whole: relation.sides.whole.map((plan) => ({
          plan,
          name: fillPattern(plan.compiled.family.pattern, { [plan.compiled.slots[0]!.name]: texts[0]! }),
        })),
      };
    default:
      return each;
  }
}
