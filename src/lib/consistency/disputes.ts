/**
 * Rejects repairs that other evidence contradicts. A total is often the sum of several sets of parts: models, hours, days. If one
 * set says that the total is too low and another that it is correct, a part may be counted twice as well as the total being
 * incomplete, so nothing is changed.
 */
import { capturesOf } from '../profile/listing.js';
import { wholeName, type Case, type Member } from './case.js';
import type { Finding } from './finding.js';
import { GroupTable } from './group-table.js';
import { HashSet } from './hash-set.js';
import type { FamilyPlan, Relation } from './relation.js';
import { hashText, joinHashes } from '../format/text-hash.js';

/** The first pass's result for a group; `null`: no such group, or unknown. */
export type Standing = (relation: Relation, db: number, texts: readonly string[]) => 'holds' | 'suspect' | 'unjudged' | null;

/** Maximum totals with a claim, figures above their parts, and doubtful keys kept: about 150 MB. */
const MOST_CLAIMS = 1_000_000;
const MOST_ABOVE = 3_000_000;
const MOST_DOUBTFUL = 2_000_000;

/** Note every finding first; then doubt the parts of contradicted totals; then settle each finding. Keys are stored as hashes. */
export class Disputes {
  readonly #standing: Standing;
  readonly #most: number;
  /** By total and sum: the code of the claimed difference of each figure. */
  readonly #claims: GroupTable;
  /** Figures of keys that are above their parts. */
  readonly #above = new HashSet();
  /** Whole keys, because a request that was counted twice is counted twice in all figures. */
  readonly #doubtful = new HashSet();
  /** The sums of a total, by its family. */
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

  /** True when a total would be changed about which another sum may disagree. */
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
    // If the total is missing, the finding may name a part.
    const key = relation.invariant.kind === 'sum' ? wholeName(each) : finding.key;
    const claim = isExact(relation) ? this.#claims.group(claimHash(relation, db, key), 0) : null;
    for (const { field, delta } of fields) {
      if (delta === null) continue;
      if (delta.startsWith('-')) this.#above.add(placeHash(db, key, field));
      const column = wholeFields(relation).indexOf(field);
      if (claim !== null && column >= 0 && this.#claims.sum(claim, column) === 0) this.#claims.add(claim, column, codeOf(delta));
    }
  }

  /** True when another sum of the same total finds it correct, or wrong by a different amount. */
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
        // Suspected, but correct when read again.
        return standing === 'holds' || standing === 'suspect';
      });
    });
  }

  /** Any part of a contradicted total may be wrong, so it is not added up in other sums either. */
  doubt({ db, parts }: Case): void {
    if (this.#doubtful.size + parts.length > MOST_DOUBTFUL) this.#isFull = true;
    if (this.#isFull) return;
    for (const { name } of parts) this.#doubtful.add(keyHash(db, name));
  }

  /** The finding, without its repair if it is disputed. */
  settled(each: Case, finding: Finding): Finding {
    const { kind } = finding.repair;
    if (kind !== 'raise' && kind !== 'lower') return finding;
    const why = this.#isFull
      ? 'there are too many differences to check whether another one contradicts it: check fewer at a time'
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

/** The family of the total that the repair changes. */
const totalOf = ({ relation, plan }: Finding): FamilyPlan =>
  relation.invariant.kind === 'sum' ? relation.sides.whole[0]! : plan;

const keyHash = (db: number, key: string): number => joinHashes(db + 1, hashText(key));

const placeHash = (db: number, key: string, field: string): number => joinHashes(keyHash(db, key), hashText(field));

const claimHash = ({ index }: Relation, db: number, key: string): number => joinHashes(keyHash(db, key), index + 1);

/** A number that differs when the decimal texts differ: negative for a negative text, odd for a text with decimals. */
function codeOf(delta: string): number {
  const code = Math.floor(hashText(delta) / 4) * 2 + (delta.includes('.') ? 1 : 0) + 2;
  return delta.startsWith('-') ? -code : code;
}

/** Counters must match exactly; costs, which are rounded, only in direction. */
const agree = (first: number, second: number): boolean =>
  first === second || ((first % 2 !== 0 || second % 2 !== 0) && first < 0 === second < 0);

/** Sums that must match. A sum with a known reason to differ says nothing about other sums. */
const isExact = ({ invariant }: Relation): boolean =>
  invariant.kind === 'sum' && invariant.compare !== 'at-most' && !invariant.guards && invariant.leftBehind === undefined;

const wholeFields = ({ invariant }: Relation): string[] =>
  invariant.kind === 'sum' ? Object.values(invariant.whole.quantities).map((field) => field ?? '') : [];

/** The part's fields that are summed into this field of the total. */
function partsFields({ invariant }: Relation, { plan }: Member, field: string): string[] {
  if (invariant.kind === 'fields') {
    const place = invariant.in.find(({ families, whole }) => whole === field && families.includes(plan.compiled.family.id));
    return place ? [...place.parts] : [];
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
