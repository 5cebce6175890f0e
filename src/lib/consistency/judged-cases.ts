/** Stores the findings of cases, by portion, until disputes are resolved. */
import type { Case, Member } from './case.js';
import type { PortionRange } from './case-spool.js';
import type { Finding } from './finding.js';
import { PortionLog } from './portion-log.js';
import type { FamilyPlan, Relation } from './relation.js';

export interface Judged {
  case: Case;
  findings: Finding[];
  /** False when the case's keys were dropped because they can be collected again. */
  hasMembers: boolean;
}

type Members = readonly (readonly [name: string, plan: number])[];

type LinedFinding = Omit<Finding, 'relation' | 'plan'> & { relation?: undefined; plan: number };

interface Line {
  order: number;
  relation: number;
  db: number;
  texts: readonly string[];
  members: { parts: Members; whole: Members; left: Members } | null;
  findings: LinedFinding[];
}

export class JudgedCases {
  readonly #relations: readonly Relation[];
  readonly #plans: readonly FamilyPlan[];
  readonly #log: PortionLog;
  #size = 0;

  /** `plans`: each at its own index. */
  constructor(relations: readonly Relation[], plans: readonly FamilyPlan[], log = new PortionLog()) {
    this.#relations = relations;
    this.#plans = plans;
    this.#log = log;
  }

  get size(): number {
    return this.#size;
  }

  add(portion: number, { case: each, findings, hasMembers }: Judged): void {
    const { relation, db, texts, order } = each;
    const lined = (members: readonly Member[]): Members => members.map(({ name, plan }) => [name, plan.index]);
    const line: Line = {
      order,
      relation: relation.index,
      db,
      texts,
      members: hasMembers ? { parts: lined(each.parts), whole: lined(each.whole), left: lined(each.left) } : null,
      findings: findings.map((finding) => ({ ...finding, relation: undefined, plan: finding.plan.index })),
    };
    this.#size++;
    this.#log.add(portion, JSON.stringify(line));
  }

  *of({ from, to }: PortionRange): Generator<Judged> {
    for (let portion = from; portion < to; portion++)
      for (const text of this.#log.texts(portion)) yield this.#read(JSON.parse(text) as Line);
  }

  close(): void {
    this.#log.close();
  }

  #read({ order, relation: at, db, texts, members, findings }: Line): Judged {
    const relation = this.#relations[at]!;
    const read = (lined: Members | undefined): Member[] =>
      (lined ?? []).map(([name, plan]) => ({ name, plan: this.#plans[plan]! }));
    return {
      case: { relation, db, texts, order, parts: read(members?.parts), whole: read(members?.whole), left: read(members?.left) },
      hasMembers: members !== null,
      findings: findings.map((lined) => ({ ...lined, relation, plan: this.#plans[lined.plan]! })),
    };
  }
}
