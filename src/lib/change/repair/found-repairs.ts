/** The repairs from a check, portion by portion, so that memory is bounded. */
import type { KnownFinding } from '../../consistency/judge-again.js';
import type { Found } from '../../consistency/judge-suspects.js';
import { JudgedCases } from '../../consistency/judged-cases.js';
import type { Plans } from '../../consistency/compile-relations.js';
import type { Finding } from '../../consistency/finding.js';
import { keyRepairs, type KeyRepair } from './key-repairs.js';

/** Cases that are repaired together. */
const PORTION = 5_000;

export class FoundRepairs {
  readonly #cases: JudgedCases;
  readonly #portion: number;
  /** Findings of the last portion. */
  #known = new WeakMap<Finding, KnownFinding>();
  #raises = false;

  constructor({ relations, families }: Plans, portion = PORTION) {
    this.#cases = new JudgedCases(relations, [...families.values()]);
    this.#portion = portion;
  }

  /** True when some total is to be raised. */
  get raises(): boolean {
    return this.#raises;
  }

  get isEmpty(): boolean {
    return this.#cases.size === 0;
  }

  take({ case: each, findings }: Found): void {
    const repaired = findings.filter(({ repair }) => repair.kind !== 'none' && repair.kind !== 'elsewhere');
    if (repaired.length === 0) return;
    const hasMembers = repaired.some(({ repair: { kind } }) => kind === 'raise' || kind === 'lower');
    if (repaired.some(({ repair }) => repair.kind === 'raise')) this.#raises = true;
    this.#cases.add(Math.floor(this.#cases.size / this.#portion), { case: each, findings: repaired, hasMembers });
  }

  /** Repairs of one portion never have the same figures of a key. */
  *portions(): Generator<KeyRepair[]> {
    const count = Math.ceil(this.#cases.size / this.#portion);
    for (let from = 0; from < count; from++) {
      const judged = [...this.#cases.of({ from, to: from + 1 })].sort(
        (a, b) => a.case.relation.index - b.case.relation.index || a.case.order - b.case.order,
      );
      this.#known = new WeakMap();
      for (const { case: each, findings } of judged)
        for (const finding of findings) this.#known.set(finding, { case: each, finding });
      yield keyRepairs(judged.flatMap(({ findings }) => findings));
    }
  }

  /** Number of repairs of keys, without the excluded keys. */
  keys(isLeftOut: (name: string) => boolean): number {
    let count = 0;
    for (const portion of this.portions()) count += portion.filter(({ name }) => !isLeftOut(name)).length;
    return count;
  }

  /** The repairs of these, all from the last portion, that are still needed, according to `judgeAgain`. */
  async still(
    repairs: readonly KeyRepair[],
    judgeAgain: (known: readonly KnownFinding[]) => Promise<readonly KnownFinding[]>,
  ): Promise<KeyRepair[]> {
    const known = repairs.flatMap(({ findings }) => findings.flatMap((finding) => this.#known.get(finding) ?? []));
    const found = await judgeAgain(known);
    for (const each of found) this.#known.set(each.finding, each);
    return keyRepairs(found.map(({ finding }) => finding));
  }

  close(): void {
    this.#cases.close();
  }
}
