/**
 * Reads suspects again until the result is certain. An application writes a request with many commands, so a reading may fall
 * between them: a case that holds once holds, and a case that keeps changing is not reported.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from './case.js';
import { absolute, compare, parseDecimal, plus, ZERO, type Decimal } from '../format/decimal.js';
import type { JudgeContext } from './drift-rules.js';
import type { Finding } from './finding.js';
import { followUps, judge, questionsOf } from './judge.js';
import type { KeyReading, KeyValue } from './key-value.js';
import type { KeySource, Question } from './source.js';

export interface Settled {
  /** Cases with a certain difference. */
  confirmed: { case: Case; findings: Finding[] }[];
  /** Cases that differed in every reading, but never twice in the same way. */
  unsettled: Case[];
  /** Cases with a value that is not a number. */
  unjudged: Case[];
  /** Cases that other figures make incomparable. */
  incomparable: Case[];
}

/**
 * Maximum keys read and kept at a time. A source that does not change is read once and without pauses; with few keys the values
 * stay young garbage.
 */
const KEYS = 2_000;
const STILL_KEYS = 500;
/** Readings of a case that is being written: the minimum before it is confirmed, and the maximum before it is given up. */
const BUSY_READINGS = 12;
const MOST_READINGS = 30;
/** Pause between readings in ms: longer than the commands of a request take, and not in phase with them. */
const PAUSE_MS = 25;
const PAUSE_SPREAD_MS = 20;

/** Settles the cases in batches, so that readings need not stay in memory. */
export async function* settle(cases: readonly Case[], source: KeySource, context: JudgeContext): AsyncGenerator<Settled> {
  const most = source.still ? STILL_KEYS : KEYS;
  for (let at = 0; at < cases.length;) {
    const batch: Watched[] = [];
    for (let keys = 0; at < cases.length && keys < most; at++) {
      const watched = new Watched(cases[at]!, questionsOf(cases[at]!, context));
      batch.push(watched);
      keys += watched.questions.length;
    }
    yield settleBatch(batch, source, context);
  }
}

async function settleBatch(batch: readonly Watched[], source: KeySource, context: JudgeContext): Promise<Settled> {
  const settled: Settled = { confirmed: [], unsettled: [], unjudged: [], incomparable: [] };
  let open = [...batch];
  for (let reading = 1; open.length > 0; reading++) {
    const answers = await source.read(open.map(({ questions }) => questions));
    const asked = open.map((watched, index) => followUps(watched.case, answers[index]!));
    const more = asked.some((each) => each.length > 0) ? await source.read(asked) : asked.map(() => []);
    open = open.filter((watched, index) => {
      const verdict = judge(watched.case, answers[index]!, more[index]!, context);
      if (typeof verdict === 'string') settled[verdict].push(watched.case);
      if (typeof verdict === 'string' || verdict.length === 0) return false;
      const certain = watched.take(
        verdict,
        source.still ? null : signatureOf([...answers[index]!, ...more[index]!]),
        source.still,
      );
      if (certain === 'open') return true;
      if (certain === 'unsettled') settled.unsettled.push(watched.case);
      else if (certain.length > 0) settled.confirmed.push({ case: watched.case, findings: certain });
      return false;
    });
    if (open.length > 0) await sleep(PAUSE_MS + Math.random() * PAUSE_SPREAD_MS);
  }
  return settled;
}

/** Equal for equal readings. */
function signatureOf(readings: readonly KeyReading[]): string {
  const digest = createHash('sha1');
  for (const { value, ttlMs } of readings) {
    const texts = Array.isArray(value) ? (value as readonly string[]) : [typeof value === 'string' ? value : ''];
    digest.update(`${kindOf(value)} ${ttlMs === null ? '' : ttlMs < 0} ${texts.length}\n`);
    for (const text of texts) digest.update(`${text.length} ${text}`, 'latin1');
  }
  return digest.digest('base64');
}

const kindOf = (value: KeyValue): string => (value === null ? 'none' : typeof value);

/** A case with the results of its readings. */
class Watched {
  readonly case: Case;
  /** What each reading asks. */
  readonly questions: readonly Question[];
  #signature: string | null = null;
  #readings = 0;
  /** For lists, the findings common to all readings; for other cases, how often each difference occurred. */
  #common: Map<string, Finding> | null = null;
  readonly #seen = new Map<string, number>();
  #least: Decimal | null = null;

  constructor(each: Case, questions: readonly Question[]) {
    this.case = each;
    this.questions = questions;
  }

  take(findings: readonly Finding[], signature: string | null, still: boolean): Finding[] | 'open' | 'unsettled' {
    if (still) return [...findings];
    const isQuiet = this.#signature === signature;
    this.#signature = signature;
    this.#readings++;
    const byIdentity = new Map(findings.map((finding) => [finding.identity, finding]));
    if (isQuiet) return [...findings];
    return this.#isList ? this.#takeItems(byIdentity) : this.#takeWhole(findings);
  }

  get #isList(): boolean {
    const { kind } = this.case.relation.invariant;
    return kind === 'index' || kind === 'listing';
  }

  /** Members that differ in every reading. */
  #takeItems(found: ReadonlyMap<string, Finding>): Finding[] | 'open' {
    const common = this.#common;
    this.#common = new Map([...found].filter(([identity]) => !common || common.has(identity)));
    if (this.#common.size === 0) return [];
    return this.#readings >= BUSY_READINGS ? [...this.#common.values()] : 'open';
  }

  /**
   * Confirms a difference that all readings show, or that is both the most frequent and the smallest. Between the commands of a
   * request the difference changes, and with many concurrent requests the most frequent difference may be such a transient one.
   */
  #takeWhole(findings: readonly Finding[]): Finding[] | 'open' | 'unsettled' {
    const identity = findings.map((finding) => finding.identity).join('\n');
    const seen = (this.#seen.get(identity) ?? 0) + 1;
    this.#seen.set(identity, seen);
    const size = sizeOf(findings);
    if (this.#least === null || compare(size, this.#least) < 0) this.#least = size;
    if (this.#readings >= BUSY_READINGS && seen === this.#readings) return [...findings];
    if (this.#readings < MOST_READINGS) return 'open';
    return seen * 2 > this.#readings && compare(size, this.#least) === 0 ? [...findings] : 'unsettled';
  }
}

/** Size of the difference over all figures. */
function sizeOf(findings: readonly Finding[]): Decimal {
  const deltas = findings.flatMap(({ fields }) => fields.map(({ delta }) => parseDecimal(delta ?? '0') ?? ZERO));
  return deltas.reduce((sum, delta) => plus(sum, absolute(delta)), ZERO);
}
