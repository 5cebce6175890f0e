/** Counts findings and keeps them: all while there are few, otherwise some of each invariant and class. */
import type { DifferenceClass } from '../profile/invariants.js';
import type { Finding } from './finding.js';
import type { Relation } from './relation.js';

/** Number of findings that are always kept. */
const MOST_KEPT = 10_000;
/** Beyond that: number kept per invariant and class. */
const EXAMPLES = 100;

export type ByClass = Partial<Record<DifferenceClass, number>>;

export interface Tallied {
  /** Keys or groups that differ. */
  violations: number;
  byClass: ByClass;
  /** By the id of the drift that explains them. */
  byDrift: ReadonlyMap<string, number>;
  /** Findings without a certain repair. */
  unrepaired: number;
  /** The kept findings, in the order of their cases. */
  findings: Finding[];
  /** The number of findings not kept. */
  leftOut: ByClass;
}

interface Kept {
  /** Position of the case, and position in the case. */
  order: number;
  at: number;
  finding: Finding;
}

const inOrder = (a: Kept, b: Kept): number => a.order - b.order || a.at - b.at;

interface Row {
  violations: number;
  byDrift: Map<string, number>;
  unrepaired: number;
  classes: Map<DifferenceClass, { count: number; kept: Kept[] }>;
}

export class FindingTally {
  readonly #rows: Row[];
  #kept = 0;
  #isFull = false;

  constructor(relations: readonly Relation[]) {
    this.#rows = relations.map(() => ({ violations: 0, byDrift: new Map(), unrepaired: 0, classes: new Map() }));
  }

  /** Adds the findings of one case; `order`: position of the case. */
  take({ index }: Relation, order: number, findings: readonly Finding[]): void {
    const row = this.#rows[index]!;
    row.violations++;
    for (const [at, finding] of findings.entries()) {
      const { drift, class: kind, repair } = finding;
      if (drift !== null) row.byDrift.set(drift, (row.byDrift.get(drift) ?? 0) + 1);
      if (repair.kind === 'none') row.unrepaired++;
      const own = row.classes.get(kind) ?? { count: 0, kept: [] };
      row.classes.set(kind, own);
      own.count++;
      this.#keep(own.kept, { order, at, finding });
    }
  }

  of({ index }: Relation): Tallied {
    const { violations, byDrift, unrepaired, classes } = this.#rows[index]!;
    const count = (counted: (own: { count: number; kept: Kept[] }) => number): ByClass =>
      Object.fromEntries([...classes].flatMap(([kind, own]) => (counted(own) === 0 ? [] : [[kind, counted(own)]])));
    return {
      violations,
      byDrift,
      unrepaired,
      byClass: count((own) => own.count),
      findings: [...classes.values()]
        .flatMap(({ kept }) => kept)
        .sort(inOrder)
        .map(({ finding }) => finding),
      leftOut: count((own) => own.count - own.kept.length),
    };
  }

  #keep(kept: Kept[], one: Kept): void {
    if (this.#isFull && kept.length >= EXAMPLES) return;
    kept.push(one);
    if (this.#isFull || ++this.#kept <= MOST_KEPT) return;
    this.#isFull = true;
    for (const { classes } of this.#rows)
      for (const own of classes.values()) own.kept = own.kept.sort(inOrder).slice(0, EXAMPLES);
  }
}
