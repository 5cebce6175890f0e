/**
 * Repairs that something else speaks against. A total is often the sum of several sets of parts: models, hours, days. Where one of them says
 * that it falls short and another that it is right, a part may be counted twice as well as the total cut off, and nothing is changed.
 */
import { capturesOf } from '../profile/listing.js';
import { wholeName, type Case, type Member } from './case.js';
import type { Finding } from './finding.js';
import { GroupTable } from './group-table.js';
import { HashSet } from './hash-set.js';
import type { FamilyPlan, Relation } from './relation.js';
import { hashText, joinHashes } from './text-hash.js';

/** What the first pass says of a group; `null`: there is none, or nothing is known of it. */
export type Standing = (relation: Relation, db: number, texts: readonly string[]) => 'holds' | 'suspect' | 'unjudged' | null;

/** Totals that sums claim something of, figures above their parts, and doubtful keys that are remembered: some 150 MB. */
const MOST_CLAIMS = 1_000_000;
const MOST_ABOVE = 3_000_000;
const MOST_DOUBTFUL = 2_000_000;

/** First every finding is noted; then the parts of whatever is contradicted are doubted; then each finding is settled. Keys are noted as hashes. */
export class Disputes {
  readonly #standing: Standing;
  readonly #most: number;
  /** By total and sum: the code of what each of its figures is said to be off by. */
  readonly #claims: GroupTable;
  /** Figures of keys that are above their parts. */
  readonly #above = new HashSet();
  /** Keys: a request that was counted twice is so in all its figures. */
  readonly #doubtful = new HashSet();
  /** By family of a total: the sums that it is. */
  readonly #sums = new Map<FamilyPlan, Relation[]>();
  #isFull = false;
  #concerns = false;

  constructor(relations: readonly Relation[], standing: Standing, most = MOST_CLAIMS) {
    this.#standing = standing;
    this.#most = most;
    const exact = relations.filter(isExact);
    this.#claims = new GroupTable(exact.reduce((width, relation) => Math.max(width, wholeFields(relation).length), 1));
    for (const relation of exact) {
      const [whole] = relation.sides.whole;
      this.#sums.set(whole!, [...(this.#sums.get(whole!) ?? []), relation]);
    }
  }

  /** True when a total is to be raised or lowered of which another sum may say something else. */
  get concerns(): boolean {
    return this.#concerns;
  }

  note(each: Case, finding: Finding): void {
    const { relation, db, fields, repair } = finding;
    if ((repair.kind === 'raise' || repair.kind === 'lower') && this.#othersOf(finding).length > 0) this.#concerns = true;
    if (finding.class !== 'partial-write' && finding.class !== 'corruption') return;
    if (relation.invariant.kind !== 'sum' && relation.invariant.kind !== 'fields') return;
    if (this.#claims.size >= this.#most || this.#above.size >= MOST_ABOVE) this.#isFull = true;
    if (this.#isFull) return;
    // A finding may name a part where the total is missing.
    const key = relation.invariant.kind === 'sum' ? wholeName(each) : finding.key;
    const claim = isExact(relation) ? this.#claims.group(claimHash(relation, db, key), 0) : null;
    for (const { field, delta } of fields) {
      if (delta === null) continue;
      if (delta.startsWith('-')) this.#above.add(placeHash(db, key, field));
      const column = wholeFields(relation).indexOf(field);
      if (claim !== null && column >= 0 && this.#claims.sum(claim, column) === 0) this.#claims.add(claim, column, codeOf(delta));
    }
  }

  /** Another sum of the same total says that it is right, or wrong by another amount. */
  isContradicted(each: Case, finding: Finding): boolean {
    const { db, repair } = finding;
    if (repair.kind !== 'raise' && repair.kind !== 'lower') return false;
    const whole = totalOf(finding);
    return this.#othersOf(finding).some((other) => {
      const columns = wholeFields(other);
      const claim = this.#claims.find(claimHash(other, db, repair.key));
      return repair.fields.some(({ field, delta }) => {
        const column = columns.indexOf(field);
        if (column < 0) return false;
        const code = claim < 0 ? 0 : this.#claims.sum(claim, column);
        if (code !== 0) return !agree(code, codeOf(delta));
        const standing = this.#standing(other, db, groupTexts(other, whole, each));
        // Suspected, and found to hold when it was read again.
        return standing === 'holds' || standing === 'suspect';
      });
    });
  }

  /** Whatever goes into a contradicted total may be what is wrong, and is not added up elsewhere either. */
  doubt({ db, parts }: Case): void {
    if (this.#doubtful.size + parts.length > MOST_DOUBTFUL) this.#isFull = true;
    if (this.#isFull) return;
    for (const { name } of parts) this.#doubtful.add(keyHash(db, name));
  }

  /** The finding with nothing to repair where it is disputed. */
  settled(each: Case, finding: Finding): Finding {
    const { kind } = finding.repair;
    if (kind !== 'raise' && kind !== 'lower') return finding;
    const why = this.#isFull
      ? 'there are too many differences to tell whether another one speaks against it: check less at a time'
      : this.isContradicted(each, finding)
        ? 'another sum says that the total is right, or wrong by another amount'
        : this.#hasDoubtfulPart(each, finding)
          ? 'one of its parts may be wrong: it does not agree with others'
          : null;
    return why === null ? finding : { ...finding, repair: { kind: 'none', why } };
  }

  /** Other sums of the same total. */
  #othersOf(finding: Finding): Relation[] {
    return (this.#sums.get(totalOf(finding)) ?? []).filter((other) => other !== finding.relation);
  }

  #hasDoubtfulPart({ relation, db, parts }: Case, { repair }: Finding): boolean {
    if (repair.kind !== 'raise' && repair.kind !== 'lower') return false;
    return parts.some(
      (member) =>
        this.#doubtful.has(keyHash(db, member.name)) ||
        repair.fields.some(({ field }) =>
          partsFields(relation, member, field).some((part) => this.#above.has(placeHash(db, member.name, part))),
        ),
    );
  }
}

/** The family of the total that is to be changed. */
const totalOf = ({ relation, plan }: Finding): FamilyPlan =>
  relation.invariant.kind === 'sum' ? relation.sides.whole[0]! : plan;

const keyHash = (db: number, key: string): number => joinHashes(db + 1, hashText(key));

const placeHash = (db: number, key: string, field: string): number => joinHashes(keyHash(db, key), hashText(field));

const claimHash = ({ index }: Relation, db: number, key: string): number => joinHashes(keyHash(db, key), index + 1);

/** A number that differs where the decimal texts do; negative where the text is, odd where it has decimals. */
function codeOf(delta: string): number {
  const code = Math.floor(hashText(delta) / 4) * 2 + (delta.includes('.') ? 1 : 0) + 2;
  return delta.startsWith('-') ? -code : code;
}

/** Counters to the digit; of costs, which are rounded, the direction. */
const agree = (first: number, second: number): boolean =>
  first === second || ((first % 2 !== 0 || second % 2 !== 0) && first < 0 === second < 0);

/** Sums that must be met; those with a known reason for being off say nothing about others. */
const isExact = ({ invariant }: Relation): boolean =>
  invariant.kind === 'sum' && invariant.compare !== 'at-most' && !invariant.guards && invariant.leftBehind === undefined;

const wholeFields = ({ invariant }: Relation): string[] =>
  invariant.kind === 'sum' ? Object.values(invariant.whole.quantities).map((field) => field ?? '') : [];

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
  const captures = capturesOf(whole.compiled, each.texts[0]!);
  return other.placeholders.map((name) => captures[name] ?? '');
}
