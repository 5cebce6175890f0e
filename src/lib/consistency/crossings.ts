/**
 * Explains differences by requests that crossed the end of a period. If an application reads the clock once per side of a sum,
 * one period lacks on the later side what the next period has in excess there.
 */
import { absolute, compare, minus, negative, parseDecimal, plus, ZERO, type Decimal } from '../format/decimal.js';
import type { SumInvariant } from '../profile/invariants.js';
import type { Case } from './case.js';
import { driftSentence, groupHours, type JudgeContext } from './drift-rules.js';
import type { Finding } from './finding.js';
import { groupHash } from './group-names.js';
import { hoursAfter } from './group-periods.js';
import { NO_PERIOD } from './group-table.js';
import type { Relation } from './relation.js';

/** Maximum differences kept: about 20 MB. */
const MOST_NOTED = 20_000;

/** The excess of one period on the later side, by field; negative: a deficit. `null`: written too often to judge. */
interface Link {
  relation: Relation;
  group: number;
  hours: number;
  excess: ReadonlyMap<string, Decimal> | null;
  slack: Decimal;
}

/**
 * `crossed`: such requests explain all of it. `beside`: they explain some of it. `open`: they may; it depends on the next period.
 */
type Part = 'crossed' | 'beside' | 'open';

/** Note every finding first; then call `settled` for each. */
export class Crossings {
  readonly #context: JudgeContext;
  /** True when nothing is known about the period before the one that starts at `hours`, so it may have any deficit. */
  readonly #isUnknown: (relation: Relation, hours: number) => boolean;
  /** By relation and the group's texts without its period. */
  readonly #chains = new Map<number, Link[]>();
  #noted = 0;
  #parts: Map<number, Part> | null = null;

  constructor(context: JudgeContext, isUnknown: (relation: Relation, hours: number) => boolean) {
    this.#context = context;
    this.#isUnknown = isUnknown;
  }

  note(each: Case, finding: Finding): void {
    const clocks = clocksOf(each);
    if (!clocks || !isOpen(each, finding)) return;
    const excess = finding.fields.map(({ field, delta }): [string, Decimal] => {
      const amount = parseDecimal(delta ?? '0') ?? ZERO;
      return [field, clocks.later === 'whole' ? negative(amount) : amount];
    });
    this.#note(each, new Map(excess), parseDecimal(finding.slack ?? '0') ?? ZERO);
  }

  /** Notes a case whose readings never agreed. */
  noteUnsettled(each: Case): void {
    if (clocksOf(each)) this.#note(each, null, ZERO);
  }

  #note({ relation, db, texts }: Case, excess: Link['excess'], slack: Decimal): void {
    const hours = groupHours(relation, texts, this.#context);
    if (hours === NO_PERIOD || this.#noted >= MOST_NOTED) return;
    this.#noted++;
    const link: Link = { relation, group: groupHash(relation, db, texts), hours, excess, slack };
    const chain = groupHash(relation, db, withoutPeriod(relation, texts));
    const links = this.#chains.get(chain);
    if (links) links.push(link);
    else this.#chains.set(chain, [link]);
  }

  /**
   * Returns the finding as a known drift when such requests explain it, and without a repair when they explain some of it; `null`
   * when it depends on a period that is written too often.
   */
  settled(each: Case, finding: Finding): Finding | null {
    const clocks = clocksOf(each);
    if (!clocks || !isOpen(each, finding)) return finding;
    const { relation, db, texts } = each;
    this.#parts ??= this.#judged();
    const part = this.#parts.get(groupHash(relation, db, texts));
    if (part === undefined) return finding;
    if (part === 'open') return null;
    if (part === 'beside')
      return {
        ...finding,
        repair: { kind: 'none', why: 'some of it is in the next period: a request crossed the end of this one' },
      };
    const { drift } = clocks;
    return {
      ...finding,
      class: 'known-drift',
      drift,
      cause: driftSentence(relation, drift),
      repair: { kind: 'none', why: 'nothing is missing: the period after, or before, has it' },
    };
  }

  #judged(): Map<number, Part> {
    const parts = new Map<number, Part>();
    for (const links of this.#chains.values()) {
      const chain = new Chain(parts);
      for (const link of links.toSorted((a, b) => a.hours - b.hours)) {
        chain.take(link, chain.last === null && this.#isUnknown(link.relation, link.hours));
      }
      chain.end();
    }
    return parts;
  }
}

/** Consecutive periods and their accumulated deficit. Periods between them that hold have passed on as much as they received. */
class Chain {
  readonly #parts: Map<number, Part>;
  #links: Link[] = [];
  /** For each link: the accumulated deficit after it. */
  #lacking: ReadonlyMap<string, Decimal>[] = [];

  constructor(parts: Map<number, Part>) {
    this.#parts = parts;
  }

  get last(): Link | null {
    return this.#links.at(-1) ?? null;
  }

  /** `isFirst`: nothing is known about the previous period. */
  take(link: Link, isFirst: boolean): void {
    if (link.excess === null) return this.#leaveOpen(link);
    const from = this.#evenFrom(link.excess, link.slack);
    if (from !== null) {
      for (const { group } of [...this.#links.splice(from), link]) this.#parts.set(group, 'crossed');
      this.#lacking.splice(from);
      return;
    }
    const after = less(this.#lacking.at(-1) ?? NOTHING, link.excess);
    const slack = this.#links.reduce((sum, each) => plus(sum, each.slack), link.slack);
    if ([...after.values()].every((amount) => compare(negative(amount), slack) <= 0)) {
      this.#links.push(link);
      this.#lacking.push(after);
      return;
    }
    this.end();
    if (isFirst) this.#parts.set(link.group, 'crossed');
  }

  /** The latest link from which all differences cancel out, whatever precedes it; `null`: none. */
  #evenFrom(excess: ReadonlyMap<string, Decimal>, ownSlack: Decimal): number | null {
    const after = less(this.#lacking.at(-1) ?? NOTHING, excess);
    let slack = ownSlack;
    for (let from = this.#links.length - 1; from >= 0; from--) {
      slack = plus(slack, this.#links[from]!.slack);
      if (isSame(after, this.#lacking[from - 1] ?? NOTHING, slack)) return from;
    }
    return null;
  }

  #leaveOpen(link: Link): void {
    const last = this.last;
    this.end();
    if (last && adjoins(last, link)) this.#parts.set(last.group, 'open');
  }

  /** The remaining deficit exceeds the excess of the later periods. */
  end(): void {
    const having = this.#links.map(({ excess }) => [...(excess?.values() ?? [])].some(({ digits }) => digits > 0n));
    if (having.includes(true))
      for (const [at, { group }] of this.#links.entries()) this.#parts.set(group, having[at] ? 'crossed' : 'beside');
    this.#links = [];
    this.#lacking = [];
  }
}

const NOTHING: ReadonlyMap<string, Decimal> = new Map();

/** The deficit that remains after subtracting the excess. */
function less(lacking: ReadonlyMap<string, Decimal>, excess: ReadonlyMap<string, Decimal>): ReadonlyMap<string, Decimal> {
  const after = new Map(lacking);
  for (const [field, amount] of excess) after.set(field, minus(after.get(field) ?? ZERO, amount));
  return after;
}

function isSame(a: ReadonlyMap<string, Decimal>, b: ReadonlyMap<string, Decimal>, slack: Decimal): boolean {
  const fields = new Set([...a.keys(), ...b.keys()]);
  return [...fields].every((field) => compare(absolute(minus(a.get(field) ?? ZERO, b.get(field) ?? ZERO)), slack) <= 0);
}

/** True when nothing else explains the difference, apart from guards that may cause a deficit in addition. */
const isOpen = ({ relation }: Case, { drift }: Finding): boolean =>
  drift === null || (sumOf(relation)?.guards ?? []).some((guard) => guard.drift === drift);

const adjoins = (last: Link, { relation, hours }: Link): boolean => hoursAfter(relation, last.hours) === hours;

const sumOf = ({ invariant }: Relation): SumInvariant | null => (invariant.kind === 'sum' ? invariant : null);

const clocksOf = ({ relation }: Case): SumInvariant['clocks'] => sumOf(relation)?.clocks;

function withoutPeriod({ sides, placeholders }: Relation, texts: readonly string[]): string[] {
  const period = sides.whole[0]!.compiled.period?.name;
  return texts.map((text, at) => (placeholders[at] === period ? '' : text));
}
