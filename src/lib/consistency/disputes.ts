/**
 * Repairs that something else speaks against. A total is often the sum of several sets of parts: models, hours, days. Where one of them says
 * that it falls short and another that it is right, a part may be counted twice as well as the total cut off, and nothing is changed.
 */
import { capturesOf } from '../profile/listing.js';
import type { Case, Member } from './case.js';
import { wholeName } from './collect-cases.js';
import type { Finding } from './finding.js';
import type { FamilyPlan, Relation } from './relation.js';
import type { Settled } from './settle.js';

/** What the first pass says of a group; `null`: there is none, or nothing is known of it. */
export type Standing = (relation: Relation, db: number, texts: readonly string[]) => 'holds' | 'suspect' | 'unjudged' | null;

type Confirmed = Settled['confirmed'][number];

interface Claim {
  relation: Relation;
  delta: string;
}

/** The findings with nothing to repair where it is disputed. */
export function withoutDisputed(
  confirmed: readonly Confirmed[],
  relations: readonly Relation[],
  standing: Standing,
): Confirmed[] {
  const disputes = new Disputes(confirmed, relations, standing);
  for (const each of confirmed) for (const finding of each.findings) disputes.doubt(each.case, finding);
  return confirmed.map((each) => ({ ...each, findings: each.findings.map((finding) => disputes.settled(each.case, finding)) }));
}

class Disputes {
  readonly #standing: Standing;
  /** By key and field: what is said of it. */
  readonly #claims = new Map<string, Claim[]>();
  readonly #contradicted = new Set<Finding>();
  /** Keys: a request that was counted twice is so in all its figures. */
  readonly #doubtful = new Set<string>();
  /** By family of a total: the sums that it is. */
  readonly #sums = new Map<FamilyPlan, Relation[]>();

  constructor(confirmed: readonly Confirmed[], relations: readonly Relation[], standing: Standing) {
    this.#standing = standing;
    for (const relation of relations) {
      if (!isExact(relation)) continue;
      const [whole] = relation.sides.whole;
      this.#sums.set(whole!, [...(this.#sums.get(whole!) ?? []), relation]);
    }
    for (const each of confirmed) for (const finding of each.findings) this.#note(each.case, finding);
  }

  #note(each: Case, finding: Finding): void {
    const { relation, db, fields } = finding;
    if (finding.class !== 'partial-write' && finding.class !== 'corruption') return;
    if (relation.invariant.kind !== 'sum' && relation.invariant.kind !== 'fields') return;
    // A finding may name a part where the total is missing.
    const key = relation.invariant.kind === 'sum' ? wholeName(each) : finding.key;
    for (const { field, delta } of fields) {
      if (delta === null) continue;
      const id = placeOf(db, key, field);
      this.#claims.set(id, [...(this.#claims.get(id) ?? []), { relation, delta }]);
    }
  }

  /** Whatever goes into a contradicted total may be what is wrong, and is not added up elsewhere either. */
  doubt(each: Case, finding: Finding): void {
    if (!this.#isContradicted(each, finding)) return;
    this.#contradicted.add(finding);
    for (const { name } of each.parts) this.#doubtful.add(`${each.db}\n${name}`);
  }

  settled(each: Case, finding: Finding): Finding {
    const why = this.#contradicted.has(finding)
      ? 'another sum says that the total is right, or wrong by another amount'
      : this.#hasDoubtfulPart(each, finding)
        ? 'one of its parts may be wrong: it does not agree with others'
        : null;
    return why === null ? finding : { ...finding, repair: { kind: 'none', why } };
  }

  #hasDoubtfulPart(each: Case, { repair }: Finding): boolean {
    if (repair.kind !== 'raise' && repair.kind !== 'lower') return false;
    const isAbove = (name: string, field: string): boolean =>
      (this.#claims.get(placeOf(each.db, name, field)) ?? []).some(({ delta }) => delta.startsWith('-'));
    return each.parts.some(
      (member) =>
        this.#doubtful.has(`${each.db}\n${member.name}`) ||
        repair.fields.some(({ field }) => partsFields(each.relation, member, field).some((part) => isAbove(member.name, part))),
    );
  }

  #isContradicted(each: Case, { relation, plan, db, repair }: Finding): boolean {
    if (repair.kind !== 'raise' && repair.kind !== 'lower') return false;
    const whole = relation.invariant.kind === 'sum' ? relation.sides.whole[0]! : plan;
    const others = (this.#sums.get(whole) ?? []).filter((other) => other !== relation);
    return repair.fields.some(({ field, delta }) => {
      const claims = this.#claims.get(placeOf(db, repair.key, field)) ?? [];
      return others.some((other) => {
        if (!wholeFields(other).includes(field)) return false;
        const claim = claims.find((candidate) => candidate.relation === other);
        if (claim) return !agree(claim.delta, delta);
        const standing = this.#standing(other, db, groupTexts(other, whole, each));
        // Suspected, and found to hold when it was read again.
        return standing === 'holds' || standing === 'suspect';
      });
    });
  }
}

const placeOf = (db: number, key: string, field: string): string => `${db}\n${key}\n${field}`;

/** Sums that must be met; those with a known reason for being off say nothing about others. */
const isExact = ({ invariant }: Relation): boolean =>
  invariant.kind === 'sum' && invariant.compare !== 'at-most' && !invariant.guards && invariant.leftBehind === undefined;

const wholeFields = ({ invariant }: Relation): string[] =>
  invariant.kind === 'sum' ? Object.values(invariant.whole.quantities).map((field) => field ?? '') : [];

/** Counters to the digit; of costs, which are rounded, the direction. */
const agree = (first: string, second: string): boolean =>
  first === second || ((first + second).includes('.') && first.startsWith('-') === second.startsWith('-'));

/** The fields of a part that go into this field of the total. */
function partsFields({ invariant }: Relation, { plan }: Member, field: string): string[] {
  if (invariant.kind === 'fields') {
    const here = invariant.in.find(({ families, whole }) => whole === field && families.includes(plan.compiled.family.id));
    return here ? [...here.parts] : [];
  }
  if (invariant.kind !== 'sum') return [];
  return Object.entries(invariant.whole.quantities).flatMap(([quantity, whole]) =>
    (whole ?? '') === field ? [invariant.parts.quantities[quantity] ?? ''] : [],
  );
}

/** The group of another sum of the same total. */
function groupTexts(other: Relation, whole: FamilyPlan, each: Case): readonly string[] {
  if (each.relation.invariant.kind === 'sum') return each.texts;
  const captures = capturesOf(whole.compiled, each.parts[0]!.name);
  return other.placeholders.map((name) => captures[name] ?? '');
}
