/** Reads suspects again, portion by portion, and reports certain differences. */
import { turns } from '../format/event-loop.js';
import { caseId, membersOf, portionOfCase, type Case } from './case.js';
import { CaseSpool, type PortionRange } from './case-spool.js';
import { collectCases, completed, type CollectOptions } from './collect-cases.js';
import type { Crossings } from './crossings.js';
import { Disputes, type Standing } from './disputes.js';
import type { JudgeContext } from './drift-rules.js';
import type { Finding } from './finding.js';
import { groupHash } from './group-names.js';
import { HashSet } from './hash-set.js';
import { JudgedCases, type Judged } from './judged-cases.js';
import { mergeFindings } from './merge-findings.js';
import type { FamilyPlan, Relation } from './relation.js';
import { settle } from './settle.js';
import type { KeySource } from './source.js';

/** Maximum keys held at a time, unless one portion has more. */
const KEYS_HELD = 2_000;
/** A case of up to this many keys keeps them with its findings: collecting them again would cost more. */
const FEW_KEYS = 8;
/** Maximum rescans for members that were added while cases were settled. */
const MOST_LOOKS = 3;

export interface SuspectOptions extends CollectOptions {
  source: KeySource;
  context: JudgeContext;
  standing: Standing;
  crossings: Crossings;
  /** Keys that looked wrong by themselves. */
  spool: CaseSpool;
  /** Called with each certain difference, portion by portion. If its repair sums keys, the case has all of them. */
  each(found: Found): void;
}

export interface Found {
  case: Case;
  findings: Finding[];
}

export interface Judging {
  /** By relation: number of cases with a value that is not a number, and of cases whose readings never agreed. */
  unjudged: number[];
  incomparable: number[];
  unsettled: number[];
  /** False when the scan of names was incomplete, so no group was judged. */
  isWhole: boolean;
}

/** `isWhole`: also judge groups. */
export async function judgeSuspects(options: SuspectOptions, isWhole: boolean): Promise<Judging> {
  const judge = new SuspectJudge(options);
  try {
    return await judge.judge(isWhole);
  } finally {
    judge.close();
  }
}

class SuspectJudge {
  readonly #options: SuspectOptions;
  readonly #plans: readonly FamilyPlan[];
  readonly #disputes: Disputes;
  readonly #certain: JudgedCases;
  readonly #judging: Judging;
  readonly #turn = turns();
  #ranges: PortionRange[] = [];

  constructor(options: SuspectOptions) {
    const { relations, plans, standing } = options;
    this.#options = options;
    this.#plans = [...plans.values()];
    this.#disputes = new Disputes(relations, standing);
    this.#certain = new JudgedCases(relations, this.#plans);
    this.#judging = {
      unjudged: relations.map(() => 0),
      incomparable: relations.map(() => 0),
      unsettled: relations.map(() => 0),
      isWhole: true,
    };
  }

  async judge(isWhole: boolean): Promise<Judging> {
    const { source, suspects, spool } = this.#options;
    if (isWhole && suspects.some(({ size }) => size > 0)) await collectCases(spool, source, this.#options);
    this.#judging.isWhole = isWhole && source.partial === null;
    this.#ranges = spool.ranges(KEYS_HELD);
    await this.#settleAll();
    if (this.#disputes.concerns) await this.#doubt();
    await this.#reportAll();
    return this.#judging;
  }

  close(): void {
    this.#certain.close();
  }

  async #settleAll(): Promise<void> {
    const { source, relations, spool } = this.#options;
    const waiting = new JudgedCases(relations, this.#plans);
    try {
      for (const range of this.#ranges) {
        if (this.#isCutShort()) break;
        const cases = [...spool.cases(range).values()].filter(({ relation }) => relation.width === 0 || this.#judging.isWhole);
        for await (const judged of this.#settle(cases.map(completed), false)) {
          const isCertain = source.still || !dependsOnNames(judged.case.relation);
          if (isCertain) this.#confirm(judged);
          else waiting.add(portionOfCase(judged.case), judged);
        }
      }
      await this.#lookAgain(waiting);
    } finally {
      waiting.close();
    }
  }

  /** Readings after an interruption mean nothing. */
  #isCutShort(): boolean {
    if (this.#options.source.partial === 'interrupted') this.#judging.isWhole = false;
    return this.#options.source.partial === 'interrupted';
  }

  /** Keys created after the name scan would be missing from the sum, so rescan names before reporting a sum. */
  async #lookAgain(first: JudgedCases): Promise<void> {
    const { relations, source, spool } = this.#options;
    let [waiting, before] = [first, spool];
    for (let look = 1; waiting.size > 0; look++) {
      const suspects = this.#groupsOf(waiting);
      const after = new CaseSpool(relations, this.#plans);
      const next = new JudgedCases(relations, this.#plans);
      try {
        await collectCases(after, source, { ...this.#options, suspects });
        for (const range of this.#ranges) {
          const grown = this.#confirmStill(waiting.of(range), before.cases(range), after.cases(range));
          if (look === MOST_LOOKS) for (const each of grown) this.#leaveUnsettled(each);
          else for await (const judged of this.#settle(grown.map(completed), true)) next.add(portionOfCase(judged.case), judged);
        }
      } finally {
        if (before !== spool) before.close();
        if (waiting !== first) waiting.close();
        [waiting, before] = [next, after];
      }
    }
    if (before !== spool) before.close();
    if (waiting !== first) waiting.close();
  }

  /** Confirms cases with unchanged keys, and returns the others with their current keys. */
  #confirmStill(waiting: Iterable<Judged>, before: ReadonlyMap<string, Case>, after: ReadonlyMap<string, Case>): Case[] {
    const grown: Case[] = [];
    for (const judged of waiting) {
      const id = caseId(judged.case);
      const now = after.get(id);
      if (now && hasGrown(before.get(id), now)) grown.push({ ...now, order: judged.case.order });
      else this.#confirm(judged);
    }
    return grown;
  }

  #groupsOf(waiting: JudgedCases): HashSet[] {
    const groups = this.#options.relations.map(() => new HashSet());
    for (const range of this.#ranges)
      for (const { case: each } of waiting.of(range))
        groups[each.relation.index]!.add(groupHash(each.relation, each.db, each.texts));
    return groups;
  }

  async *#settle(cases: readonly Case[], hasMembers: boolean): AsyncGenerator<Judged> {
    const { source, context } = this.#options;
    for await (const { confirmed, unjudged, incomparable, unsettled } of settle(cases, source, context)) {
      for (const { relation } of unjudged) this.#judging.unjudged[relation.index]!++;
      for (const { relation } of incomparable) this.#judging.incomparable[relation.index]!++;
      for (const each of unsettled) this.#leaveUnsettled(each);
      for (const { case: each, findings } of confirmed) {
        const isSmall = membersOf(each).length <= FEW_KEYS;
        yield { case: each, findings: mergeFindings(findings), hasMembers: hasMembers || isSmall };
      }
    }
  }

  #leaveUnsettled(each: Case): void {
    this.#judging.unsettled[each.relation.index]!++;
    this.#options.crossings.noteUnsettled(each);
  }

  #confirm(judged: Judged): void {
    for (const finding of judged.findings) {
      this.#disputes.note(judged.case, finding);
      this.#options.crossings.note(judged.case, finding);
    }
    this.#certain.add(portionOfCase(judged.case), judged);
  }

  /** Doubts the parts of all contradicted totals. */
  async #doubt(): Promise<void> {
    for (const range of this.#ranges) {
      await this.#turn();
      const members = this.#membersIn(range);
      for (const judged of this.#certain.of(range)) {
        const { case: each, findings } = judged;
        if (findings.some((finding) => this.#disputes.isContradicted(each, finding))) this.#disputes.doubt(members(judged));
      }
    }
  }

  async #reportAll(): Promise<void> {
    for (const range of this.#ranges) {
      await this.#turn();
      this.#report(range);
    }
  }

  #report(range: PortionRange): void {
    const members = this.#membersIn(range);
    for (const judged of this.#certain.of(range)) {
      const findings = judged.findings.flatMap((finding) => this.#options.crossings.settled(judged.case, finding) ?? []);
      if (findings.length === 0) {
        this.#judging.unsettled[judged.case.relation.index]!++;
        continue;
      }
      const adds = findings.some(({ repair: { kind } }) => kind === 'raise' || kind === 'lower');
      const each = adds ? members(judged) : judged.case;
      this.#options.each({ case: each, findings: findings.map((finding) => this.#disputes.settled(each, finding)) });
    }
  }

  /** Looks up the keys of judged cases; reads them only on demand. */
  #membersIn(range: PortionRange): (judged: Judged) => Case {
    let cases: Map<string, Case> | null = null;
    return ({ case: each, hasMembers }) => {
      if (hasMembers) return each;
      cases ??= this.#options.spool.cases(range);
      return completed(cases.get(caseId(each))!);
    };
  }
}

const dependsOnNames = ({ invariant: { kind } }: Relation): boolean => kind === 'sum' || kind === 'listing';

function hasGrown(before: Case | undefined, after: Case): boolean {
  const known = new Set((before?.parts ?? []).map(({ name }) => name));
  return after.parts.some(({ name }) => !known.has(name));
}
