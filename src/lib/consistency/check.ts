/** The check: one look at all keys, a second one at the names of what looks wrong, and readings until it is certain. */
import type { Profile } from '../profile/types.js';
import { capturesOf } from '../profile/listing.js';
import type { CompiledProfile } from '../profile/classify.js';
import { fillPattern } from '../profile/pattern.js';
import type { Case } from './case.js';
import { CaseCollector } from './collect-cases.js';
import type { Plans } from './compile-relations.js';
import { groupHours, type JudgeContext } from './drift-rules.js';
import { withoutDisputed, type Standing } from './disputes.js';
import type { Finding } from './finding.js';
import { fieldsOf, FirstPass } from './first-pass.js';
import { groupHash } from './group-names.js';
import { NO_PERIOD } from './group-table.js';
import { judgeAgain } from './judge-again.js';
import { openDays } from './life.js';
import { mergeFindings } from './merge-findings.js';
import type { FamilyPlan, Relation } from './relation.js';
import { settle, type Settled } from './settle.js';
import type { KeySource, Question } from './source.js';
import { isBeyond, standingOf, sweep, type Swept } from './sweep.js';

export interface CheckOptions {
  profiles: readonly CompiledProfile[];
  plans: Plans;
  now: Date;
  /** `null`: told by the data, else the application's default. */
  utcOffset: number | null;
  owner: string | null;
  since: Date | null;
  /** Whether a total above its parts may be brought down to them; absent: no. */
  allowLower?: boolean;
  /** Bytes that sums of groups may take before they go to disk. */
  maxBytes: number;
  onProgress(names: number, total: number | null): void;
}

export interface RelationCounts {
  relation: Relation;
  checked: number;
  holds: number;
  /** By reason, such as a drift's id. */
  unjudged: Map<string, number>;
  /** Differences beyond those that are remembered. */
  forgotten: number;
  /** Keys or groups that differ. */
  violations: number;
  findings: Finding[];
}

export interface Checked {
  counts: RelationCounts[];
  /** Keys that something was asked of. */
  keys: number;
  refused: number;
  utcOffset: number;
  offsetFrom: 'flag' | 'data' | 'profile' | 'default';
  /** Why the keyspace was not looked at as a whole; `null` when it was. */
  partial: string | null;
  /** True when sums had to go to disk. */
  spilled: boolean;
  /** Profiles that the keys show. */
  present: ReadonlySet<Profile>;
  /** Which of these findings, all of figures, still differ by as much; with the texts that stand there now. */
  judgeAgain(findings: readonly Finding[], source: KeySource): Promise<Finding[]>;
}

/** Looks for members that came while cases were settled. */
const MOST_LOOKS = 3;
const HOUR_MS = 3_600_000;

export async function check(source: KeySource, options: CheckOptions): Promise<Checked> {
  const { relations, families } = options.plans;
  const assumed = options.utcOffset ?? defaultOffset(options.profiles);
  const pass = new FirstPass({
    relations,
    owner: options.owner,
    sinceHours: options.since === null ? null : options.since.getTime() / HOUR_MS + assumed,
    nowMs: options.now.getTime(),
    openDays: openDays(options.now.getTime(), assumed),
    maxBytes: options.maxBytes,
  });
  try {
    await source.scan({
      key: (plan, reading, segments) => pass.take(plan, reading, segments),
      record: (family, name, element) => pass.takeRecord(family, name, element),
      wantsRecords: () => pass.offset.wantsRecords,
      progress: (names, total) => options.onProgress(names, total),
    });
    const told = options.utcOffset === null ? pass.offset.winner : null;
    const utcOffset = told ?? assumed;
    const clock = { nowMs: options.now.getTime(), utcOffset };
    const swept = sweep(pass, relations, clock);
    const context: JudgeContext = {
      clock,
      evidence: pass.evidence,
      periods: pass.periods,
      owners: pass.owners,
      plans: [...families.values()],
      allowLower: options.allowLower ?? false,
    };
    // Sums over a part of the keys say nothing.
    const isWhole = source.partial === null;
    const found = await settleAll(pass, isWhole ? swept : null, source, options, context);
    const standing: Standing = (relation, db, texts) => {
      const known = standingOf(pass, relation, groupHash(relation, db, texts), clock);
      if (!pass.spilled) return known;
      // Of sums on disk only those that differ are known by their hash.
      const hours = groupHours(relation, texts, context);
      return hours === NO_PERIOD ? null : isBeyond(relation, hours, clock) ? 'unjudged' : 'holds';
    };
    const settled = { ...found, confirmed: withoutDisputed(found.confirmed, relations, standing) };
    const caseOf = new Map(settled.confirmed.flatMap((each) => each.findings.map((finding) => [finding, each.case] as const)));
    return {
      counts: relations.map((relation) => countsOf(relation, pass, swept, settled, isWhole)),
      keys: pass.keys,
      refused: pass.refused,
      utcOffset,
      offsetFrom:
        options.utcOffset !== null ? 'flag' : told !== null ? 'data' : hasOffset(options.profiles) ? 'profile' : 'default',
      partial: source.partial,
      spilled: pass.spilled,
      present: pass.present,
      judgeAgain(findings, again) {
        const known = findings.flatMap((finding) => {
          const own = caseOf.get(finding);
          return own ? [{ case: own, finding }] : [];
        });
        return judgeAgain(known, again, context);
      },
    };
  } finally {
    pass.close();
  }
}

async function settleAll(
  pass: FirstPass,
  swept: Swept | null,
  source: KeySource,
  options: CheckOptions,
  context: JudgeContext,
): Promise<Settled> {
  const { relations } = options.plans;
  const single = relations.flatMap((relation) =>
    pass.suspects[relation.index]!.map(({ db, name, plan }): Case => ({
      relation,
      db,
      texts: [name],
      parts: [{ name, plan }],
      whole: [],
      left: [],
    })),
  );
  const settled = await settle(single, source, context);
  if (!swept || swept.suspects.every(({ size }) => size === 0)) return settled;
  await settleGroups(pass, swept, settled, source, options, context);
  return settled;
}

/** Groups of keys. A part that is made after the names were read would be missing in its sum, so these are read again where it matters. */
async function settleGroups(
  pass: FirstPass,
  swept: Swept,
  settled: Settled,
  source: KeySource,
  options: CheckOptions,
  context: JudgeContext,
): Promise<void> {
  let cases = await collectCases(pass, swept, source, options);
  for (let look = 1; cases.length > 0; look++) {
    const found = await settle(cases, source, context);
    settled.unjudged.push(...found.unjudged);
    settled.unsettled.push(...found.unsettled);
    const dependent = source.still ? [] : found.confirmed.filter(({ case: { relation } }) => dependsOnNames(relation));
    settled.confirmed.push(...found.confirmed.filter((each) => !dependent.includes(each)));
    if (dependent.length === 0) return;
    const again = new Map((await collectCases(pass, swept, source, options)).map((each) => [caseId(each), each]));
    const grown = dependent.filter(({ case: each }) => hasGrown(each, again.get(caseId(each))));
    settled.confirmed.push(...dependent.filter((each) => !grown.includes(each)));
    cases = grown.flatMap(({ case: each }) => again.get(caseId(each)) ?? []);
    if (look < MOST_LOOKS) continue;
    settled.unsettled.push(...cases);
    return;
  }
}

const caseId = ({ relation, db, texts }: Case): string => `${relation.index}\n${db}\n${texts.join('\n')}`;

const dependsOnNames = ({ invariant: { kind } }: Relation): boolean => kind === 'sum' || kind === 'listing';

function hasGrown(before: Case, after: Case | undefined): boolean {
  const known = new Set(before.parts.map(({ name }) => name));
  return after !== undefined && after.parts.some(({ name }) => !known.has(name));
}

/** The keys of the groups that differ, by a look at all names. */
async function collectCases(pass: FirstPass, swept: Swept, source: KeySource, options: CheckOptions): Promise<Case[]> {
  const { relations, families } = options.plans;
  if (swept.suspects.every(({ size }) => size === 0)) return [];
  const collector = new CaseCollector({ relations, plans: families, suspects: swept.suspects, owners: pass.owners });
  await source.names((plan, db, name, segments) => collector.name(plan, db, name, segments));
  await openKeys(collector, source);
  return [...collector.cases.values()].map(completed);
}

const OPENED_AT_A_TIME = 5_000;

/** Keys whose fields name their groups: lists that an entity is in, models inside an hour. */
async function openKeys(collector: CaseCollector, source: KeySource): Promise<void> {
  const { toOpen } = collector;
  for (let at = 0; at < toOpen.length; at += OPENED_AT_A_TIME) {
    const keys = toOpen.slice(at, at + OPENED_AT_A_TIME);
    const readings = await source.read(keys.map((key): Question[] => [{ ...key, value: true, ttl: false }]));
    for (const [index, { db, name, plan }] of keys.entries()) {
      const value = readings[index]![0]!.value;
      if (Array.isArray(value)) collector.opened(plan, db, name, groupsInside(collector, plan, name, value as readonly string[]));
    }
  }
}

function* groupsInside(
  collector: CaseCollector,
  plan: FamilyPlan,
  name: string,
  value: readonly string[],
): Generator<{ relation: Relation; texts: readonly string[] }> {
  if (plan.embedded) {
    const { before, contribution } = plan.embedded;
    const names = new Set<string>();
    for (const field of fieldsOf(value).keys())
      if (field.startsWith(before)) names.add(field.slice(before.length, field.lastIndexOf(':')));
    for (const each of names) yield { relation: contribution.relation, texts: collector.embeddedTexts(plan, name, each) };
  }
  const captures = capturesOf(plan.compiled, name);
  for (const { relation, side } of plan.listings) {
    if (side !== 'parts' || relation.invariant.kind !== 'listing') continue;
    for (const { group } of relation.invariant.listed(captures, fieldsOf(value)))
      yield { relation, texts: relation.placeholders.map((placeholder) => group?.[placeholder] ?? '') };
  }
}

/** Keys of an owner that are read again. */
const OWNED = 20;

const rank = ({ compiled }: FamilyPlan): number => (compiled.family.grain === 'total' ? 0 : 1);

/** With the keys whose names the group tells, whether they exist or not. */
function completed(each: Case): Case {
  const { relation, texts } = each;
  const named = (plan: FamilyPlan): { name: string; plan: FamilyPlan } => ({
    plan,
    name: fillPattern(
      plan.compiled.family.pattern,
      Object.fromEntries(relation.placeholders.map((name, at) => [name, texts[at]!])),
    ),
  });
  switch (relation.invariant.kind) {
    case 'sum':
    case 'listing':
      return { ...each, whole: [named(relation.sides.whole[0]!)] };
    case 'presence':
      return { ...each, parts: [named(relation.sides.parts[0]!)], whole: [named(relation.sides.whole[0]!)] };
    case 'owner':
      return {
        ...each,
        // A few are enough to see that something is left; totals say most.
        parts: each.parts.toSorted((a, b) => rank(a.plan) - rank(b.plan)).slice(0, OWNED),
        whole: relation.sides.whole.map((plan) => ({
          plan,
          name: fillPattern(plan.compiled.family.pattern, { [plan.compiled.slots[0]!.name]: texts[0]! }),
        })),
      };
    default:
      return each;
  }
}

function countsOf(relation: Relation, pass: FirstPass, swept: Swept, settled: Settled, isWhole: boolean): RelationCounts {
  const at = relation.index;
  const alone = relation.width === 0;
  const own = settled.confirmed.filter(({ case: each }) => each.relation === relation);
  const unjudged = new Map<string, number>();
  const add = (reason: string, count: number): void => {
    if (count > 0) unjudged.set(reason, (unjudged.get(reason) ?? 0) + count);
  };
  for (const [reason, count] of alone ? [] : swept.unjudged[at]!) add(reason, count);
  add('corrupt', settled.unjudged.filter((each) => each.relation === relation).length);
  add('unsettled', settled.unsettled.filter((each) => each.relation === relation).length);
  const checked = alone ? pass.judged[at]! : swept.groups[at]!;
  if (!alone && !isWhole) add('partial', checked);
  const forgotten = alone ? pass.forgotten[at]! : swept.forgotten[at]!;
  const open = [...unjudged.values()].reduce((sum, count) => sum + count, 0);
  return {
    relation,
    checked,
    holds: Math.max(0, checked - own.length - open - forgotten),
    unjudged,
    forgotten,
    violations: own.length,
    findings: own.flatMap(({ findings }) => mergeFindings(findings)),
  };
}

const hasOffset = (profiles: readonly CompiledProfile[]): boolean => profiles.some(({ profile }) => profile.offset);

const defaultOffset = (profiles: readonly CompiledProfile[]): number =>
  profiles.find(({ profile }) => profile.offset)?.profile.offset?.default ?? 0;
