import { ttlToSet } from '../profile/lost-ttl.js';
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { isSelected, type Selection } from './selection.js';
import type { IndexInvariant, Invariant, Side, SumInvariant } from '../profile/invariants.js';
import { parsePattern, type Slot } from '../profile/pattern.js';
import { placeholderNames } from '../profile/placeholder-names.js';
import type { PlaceholderKind, Profile, Unit } from '../profile/types.js';
import { EMBEDDED, type Contribution, type EmbeddedFields, type FamilyPlan, type Relation } from './relation.js';

/** Compiled invariants and read plans of the profiles. */
export interface Plans {
  relations: Relation[];
  /** By family; a family without invariants has no plan. */
  families: Map<CompiledFamily, FamilyPlan>;
}

/** Length of a period's text. A coarser period is a prefix of a finer one. */
const PERIOD_LENGTH: Partial<Record<PlaceholderKind, number>> = { hour: 13, date: 10, month: 7 };

/** `open`: ids, by profile, of invariants that depend on the release. */
export function compileRelations(
  profiles: readonly CompiledProfile[],
  selection: Selection,
  open: ReadonlyMap<Profile, ReadonlySet<string>> = new Map(),
): Plans {
  const plans: Plans = { relations: [], families: new Map() };
  for (const profile of profiles) {
    for (const invariant of profile.profile.consistency?.invariants ?? []) {
      const isOpen = open.get(profile.profile)?.has(invariant.id) ?? false;
      if (isSelected(selection, profile.profile, invariant))
        new RelationCompiler(profile, plans, invariant, selection, isOpen).compile();
    }
  }
  for (const plan of plans.families.values()) finish(plan);
  return plans;
}

class RelationCompiler {
  readonly #profile: CompiledProfile;
  readonly #plans: Plans;
  readonly #invariant: Invariant;
  readonly #selection: Selection;
  readonly #isOpen: boolean;

  constructor(profile: CompiledProfile, plans: Plans, invariant: Invariant, selection: Selection, isOpen: boolean) {
    this.#isOpen = isOpen;
    this.#profile = profile;
    this.#plans = plans;
    this.#invariant = invariant;
    this.#selection = selection;
  }

  compile(): void {
    const invariant = this.#invariant;
    switch (invariant.kind) {
      case 'sum':
        return this.#sum(invariant);
      case 'presence':
        return this.#groups([invariant.left], [invariant.right], 2);
      case 'owner':
        return this.#owner(invariant.dimension);
      case 'index':
        return this.#index(invariant);
      case 'listing':
        return this.#listing(invariant.list, invariant.entity);
      case 'fields': {
        const relation = this.#relation(0, [], [], []);
        for (const { families, whole, parts } of invariant.in) {
          for (const id of families.filter((family) => this.#isAsked(family))) {
            const plan = this.#plan(id);
            plan.fieldChecks.push({
              relation,
              invariant,
              whole: column(plan, whole),
              parts: parts.map((name) => column(plan, name)),
            });
          }
        }
        return;
      }
      case 'values': {
        const relation = this.#relation(0, [], [], []);
        for (const plan of this.#plansOf(invariant.roles)) {
          if (!isNumeric(plan.compiled)) continue;
          plan.values = relation;
          plan.readsValue = true;
        }
        return;
      }
      case 'ttl':
        return this.#ttl(invariant);
      case 'carried': {
        const plan = this.#plan(invariant.family);
        plan.carried.push(this.#relation(0, [], [], []));
        for (const name of [invariant.field, ...invariant.beside]) column(plan, name);
      }
    }
  }

  #sum(invariant: SumInvariant): void {
    const [parts, whole] = [this.#plan(invariant.parts.family), this.#plan(invariant.whole.family)];
    const quantities = Object.keys(invariant.parts.quantities);
    const counted = invariant.tolerance ? 1 : 0;
    const placeholders = placeholderNames(whole.compiled.family.pattern);
    const equal = (invariant.whereEqual ?? []).map((id) => this.#plan(id));
    const relation = this.#relation(quantities.length + counted, [parts], [whole], placeholders, equal);
    const perRequest = typeof invariant.tolerance?.per === 'object' ? [column(parts, invariant.tolerance.per.field)] : [];
    this.#side(relation, parts, 'parts', invariant.parts, perRequest);
    this.#side(relation, whole, 'whole', invariant.whole, []);
    if (invariant.leftBehind !== undefined) this.#plan(invariant.leftBehind);
  }

  /** The last column of `more` is the number that the tolerance multiplies. */
  #side(relation: Relation, plan: FamilyPlan, side: 'parts' | 'whole', { quantities }: Side, more: readonly number[]): void {
    const fields = Object.values(quantities);
    const place = grouping(relation, plan);
    const template = fields.find((field) => field?.includes('{'));
    if (template === undefined || template === null) {
      const columns = [...fields.map((field) => column(plan, field ?? '')), ...more];
      plan.contributions.push({ relation, side, ...place, columns, member: null });
      return;
    }
    const [before, placeholder] = embeddedAround(template);
    const contribution: Contribution = {
      relation,
      side,
      ...place,
      columns: fields.map((_, index) => index),
      member: null,
    };
    const after = new Map(fields.map((field, index) => [field!.slice(before.length + placeholder.length + 2), index]));
    plan.embedded = { before, placeholder, after, contribution };
    plan.readsValue = true;
  }

  #groups(left: readonly string[], right: readonly string[], width: number): void {
    const [parts, whole] = [left.map((id) => this.#plan(id)), right.map((id) => this.#plan(id))];
    const placeholders = placeholderNames(whole[0]!.compiled.family.pattern);
    const relation = this.#relation(width, parts, whole, placeholders);
    for (const plan of parts) plan.contributions.push(noNumbers(relation, plan, 'parts', grouping(relation, plan)));
    for (const plan of whole) plan.contributions.push(noNumbers(relation, plan, 'whole', grouping(relation, plan)));
  }

  /** Groups are owners, whatever the name of their placeholder. */
  #owner(dimension: string): void {
    const owner = (this.#profile.profile.owners ?? []).find((candidate) => candidate.dimension === dimension)!;
    const users = this.#profile.families.filter(({ family, dimensions }) =>
      owner.usedIn
        ? owner.usedIn.includes(family.id)
        : dimensions.some(({ name }) => name === dimension) && !owner.exists.includes(family.pattern),
    );
    const entities = this.#profile.families.filter(({ family }) => owner.exists.includes(family.pattern));
    const plansOf = (families: readonly CompiledFamily[]): FamilyPlan[] => families.map(({ family }) => this.#plan(family.id));
    const [parts, whole] = [plansOf(users), plansOf(entities)];
    const relation = this.#relation(2, parts, whole, [dimension]);
    const add = (plan: FamilyPlan, side: 'parts' | 'whole'): void => {
      // The only placeholder of an entity's name is its id.
      const slot = plan.compiled.dimensions.find(({ name }) => name === dimension)?.slot ?? plan.compiled.slots[0]!;
      plan.contributions.push(noNumbers(relation, plan, side, { group: [text(plan, slot, null)], period: -1 }));
    };
    for (const plan of parts) add(plan, 'parts');
    for (const plan of whole) add(plan, 'whole');
  }

  /** Three columns: the count, and the sum of the members' hashes in two halves, which keeps sums exact. */
  #index({ index: id }: IndexInvariant): void {
    const index = this.#plan(id);
    const { lists } = index.compiled.family;
    const listed = this.#plan(lists!.family);
    const relation = this.#relation(3, [listed], [index], placeholderNames(index.compiled.family.pattern));
    const member = parsePattern(lists!.member).map((part) =>
      'literal' in part ? part.literal : text(listed, slotNamed(listed, part.placeholder)!, null),
    );
    listed.contributions.push({ relation, side: 'parts', ...grouping(relation, listed), columns: [], member });
    index.contributions.push(noNumbers(relation, index, 'whole', grouping(relation, index)));
    index.readsValue = true;
  }

  #listing(listId: string, entityId: string): void {
    const [list, entity] = [this.#plan(listId), this.#plan(entityId)];
    const relation = this.#relation(3, [entity], [list], placeholderNames(list.compiled.family.pattern));
    entity.listings.push({ relation, side: 'parts' });
    list.listings.push({ relation, side: 'whole' });
    list.contributions.push(noNumbers(relation, list, 'whole', grouping(relation, list)));
    entity.readsValue = true;
    list.readsValue = true;
  }

  #ttl(invariant: Extract<Invariant, { kind: 'ttl' }>): void {
    const relation = this.#relation(0, [], [], []);
    for (const { family, seconds, onlyNegative = false } of invariant.families ?? []) {
      const plan = this.#plan(family);
      plan.ttl.push({ relation, invariant, seconds: 0, given: seconds, onlyNegative });
      plan.asksTtl = true;
      if (onlyNegative) column(plan, '');
      // A name that several applications use is recognised by its fields.
      for (const field of plan.compiled.family.evidenceFields ?? []) column(plan, field);
    }
    for (const plan of invariant.families ? [] : this.#plansOf(invariant.roles ?? [])) {
      const { family } = plan.compiled;
      if (family.ttl.expires && family.ttl.orStays) continue;
      const seconds = family.ttl.expires ? (family.ttl.seconds ?? 0) : null;
      plan.ttl.push({ relation, invariant, seconds, given: ttlToSet(family), onlyNegative: false });
      plan.asksTtl = true;
    }
  }

  #relation(
    width: number,
    parts: FamilyPlan[],
    whole: FamilyPlan[],
    placeholders: readonly string[],
    equal: FamilyPlan[] = [],
  ): Relation {
    const relation: Relation = {
      index: this.#plans.relations.length,
      invariant: this.#invariant,
      profile: this.#profile,
      width,
      lives: { parts: shortestTtl(parts), whole: shortestTtl(whole) },
      sides: { parts, whole },
      placeholders,
      equal,
      open: this.#isOpen,
    };
    this.#plans.relations.push(relation);
    return relation;
  }

  #isAsked(family: string): boolean {
    const { families } = this.#selection;
    return families.length === 0 || families.includes(family);
  }

  #plansOf(roles: readonly string[]): FamilyPlan[] {
    return this.#profile.families
      .filter(({ family }) => roles.includes(family.role) && this.#isAsked(family.id))
      .map(({ family }) => this.#plan(family.id));
  }

  #plan(id: string): FamilyPlan {
    const compiled = this.#profile.families.find(({ family }) => family.id === id);
    if (!compiled) throw new Error(`an invariant speaks of family ${id}, which does not exist`);
    const known = this.#plans.families.get(compiled);
    if (known) return known;
    const plan: FamilyPlan = {
      index: this.#plans.families.size,
      compiled,
      readsValue: false,
      asksTtl: false,
      fields: new Map(),
      units: [],
      needed: [],
      optional: [],
      texts: [],
      contributions: [],
      embedded: null,
      fieldChecks: [],
      values: null,
      ttl: [],
      carried: [],
      listings: [],
    };
    this.#plans.families.set(compiled, plan);
    return plan;
  }
}

/** Adds all numbers of a family whose values are checked, including those that only some releases write. */
function finish(plan: FamilyPlan): void {
  const { family } = plan.compiled;
  if (plan.values) {
    for (const [name, unit] of Object.entries({ ...family.fields, ...family.optionalFields })) {
      if (isCounted(unit) && !name.includes('{')) column(plan, name);
    }
    if (family.type === 'string' && isCounted(family.value ?? 'text')) column(plan, '');
    plan.embedded ??= embeddedFields(plan);
  }
  if (plan.readsValue && family.type === 'hash') for (const field of family.evidenceFields ?? []) column(plan, field);
  plan.needed = plan.embedded || plan.listings.length > 0 ? null : [...plan.fields.keys()];
  plan.optional = Object.keys(family.optionalFields ?? {}).flatMap((name) => plan.fields.get(name) ?? []);
}

/** For a family with repeated fields that no sum uses: their numbers are checked nevertheless. */
function embeddedFields({ compiled: { family } }: FamilyPlan): EmbeddedFields | null {
  const templates = Object.keys({ ...family.fields, ...family.optionalFields }).filter((name) => name.includes('{'));
  const [first] = templates;
  if (first === undefined) return null;
  const [before, placeholder] = embeddedAround(first);
  const after = new Map(templates.map((field, index) => [field.slice(before.length + placeholder.length + 2), index]));
  return { before, placeholder, after, contribution: null };
}

const isCounted = (unit: Unit): boolean => ['tokens', 'requests', 'usd', 'micro-usd', 'count'].includes(unit);

const isNumeric = ({ family }: CompiledFamily): boolean =>
  family.type === 'hash' ? Object.values(family.fields ?? {}).some(isCounted) : isCounted(family.value ?? 'text');

function column(plan: FamilyPlan, field: string): number {
  plan.readsValue = true;
  const known = plan.fields.get(field);
  if (known !== undefined) return known;
  const { family } = plan.compiled;
  plan.fields.set(field, plan.units.length);
  plan.units.push(field === '' ? (family.value ?? null) : ({ ...family.fields, ...family.optionalFields }[field] ?? null));
  return plan.units.length - 1;
}

function text(plan: FamilyPlan, slot: Slot, cut: number | null): number {
  const known = plan.texts.findIndex((each) => each.slot === slot && each.cut === cut);
  return known >= 0 ? known : plan.texts.push({ slot, cut }) - 1;
}

const slotNamed = (plan: FamilyPlan, name: string): Slot | undefined => plan.compiled.slots.find((slot) => slot.name === name);

const noNumbers = (
  relation: Relation,
  _: FamilyPlan,
  side: 'parts' | 'whole',
  place: Pick<Contribution, 'group' | 'period'>,
): Contribution => ({ relation, side, ...place, columns: [], member: null });

/** Finds the group of a key in its name. A missing period is the prefix of the key's finer period. */
function grouping(relation: Relation, plan: FamilyPlan): Pick<Contribution, 'group' | 'period'> {
  const [whole] = relation.sides.whole;
  let period = -1;
  const group = relation.placeholders.map((name, index) => {
    const kind = slotNamed(whole!, name)!.placeholder.kind;
    const length = PERIOD_LENGTH[kind];
    if (length !== undefined || kind === 'week-start') period = index;
    const own = slotNamed(plan, name);
    if (own) return text(plan, own, null);
    if (length !== undefined && plan.compiled.period) return text(plan, plan.compiled.period, length);
    return EMBEDDED;
  });
  return { group, period };
}

function shortestTtl(plans: readonly FamilyPlan[]): number | null {
  const ttls = plans.flatMap(({ compiled: { family } }) =>
    family.ttl.expires && family.ttl.seconds !== undefined ? [family.ttl.seconds * 1000] : [],
  );
  return ttls.length === 0 ? null : ttls.reduce((least, ttl) => Math.min(least, ttl));
}

function embeddedAround(template: string): [before: string, placeholder: string] {
  const open = template.indexOf('{');
  return [template.slice(0, open), template.slice(open + 1, template.indexOf('}'))];
}
