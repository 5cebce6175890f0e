/** The questions about a case, and the meaning of the answers. */
import { capturesOf } from '../profile/listing.js';
import { fillPattern } from '../profile/pattern.js';
import { besideNames, membersOf, wholeName, type Case, type Member } from './case.js';
import type { JudgeContext } from './drift-rules.js';
import type { Finding } from './finding.js';
import { judgeCarried, judgeFields, judgeTtl, judgeValues } from './judge-key.js';
import { indexGaps, judgeIndex, judgeListing, type IndexGap } from './judge-list.js';
import { judgeOwner, judgePresence } from './judge-pair.js';
import { judgeSum } from './judge-sum.js';
import type { KeyReading, KeyValue } from './key-value.js';
import type { Question } from './source.js';

export type Verdict = Finding[] | 'unjudged' | 'incomparable';

const DAY_MS = 86_400_000;

/** Everything that must be read to judge the case, at one moment. */
export function questionsOf(each: Case, { openDays }: JudgeContext): Question[] {
  const { relation, db } = each;
  const ask = ({ name, plan }: Member, value: boolean, ttl = false): Question => ({ db, name, plan, value, ttl });
  switch (relation.invariant.kind) {
    case 'ttl': {
      const [member] = each.parts;
      const { leak } = member!.plan.compiled.family;
      const inUse =
        leak?.unless === undefined ? undefined : fillPattern(leak.unless, capturesOf(member!.plan.compiled, member!.name));
      const asksValue = member!.plan.ttl.some((check) => check.relation === relation && check.onlyNegative);
      return [ask(member!, asksValue, true), ...(inUse === undefined ? [] : [ask({ name: inUse, plan: member!.plan }, false)])];
    }
    case 'carried': {
      const [member] = each.parts;
      const before = dayBefore(member!, relation.invariant.period, openDays);
      return [ask(member!, true), ...(before === null ? [] : [ask({ name: before, plan: member!.plan }, true)])];
    }
    case 'owner':
      return membersOf(each).map((member) => ask(member, false));
    case 'index':
      return [ask({ name: wholeName(each), plan: relation.sides.whole[0]! }, true)];
    case 'presence': {
      // For types other than strings only existence matters.
      const { alone } = relation.invariant;
      return membersOf(each).map((member) => ask(member, alone !== undefined && member.plan.compiled.family.type === 'string'));
    }
    default:
      return [...membersOf(each), ...besideNames(each)].map((member) => ask(member, true));
  }
}

/** Keys whose existence must be checked, depending on the answers. */
export function followUps(each: Case, readings: readonly KeyReading[]): Question[] {
  const { relation, db } = each;
  return gapsOf(each, readings).flatMap(({ name }) =>
    name === null ? [] : [{ db, name, plan: relation.sides.parts[0]!, value: false, ttl: false }],
  );
}

const gapsOf = (each: Case, readings: readonly KeyReading[]): IndexGap[] =>
  each.relation.invariant.kind === 'index' ? indexGaps(each, each.relation.invariant, valuesOf(readings)) : [];

const valuesOf = (readings: readonly KeyReading[]): Map<string, KeyValue> =>
  new Map(readings.map(({ name, value }) => [name, value]));

export function judge(each: Case, readings: readonly KeyReading[], more: readonly KeyReading[], context: JudgeContext): Verdict {
  const { invariant } = each.relation;
  const [first, second = null] = readings;
  switch (invariant.kind) {
    case 'values':
      return judgeValues(each, invariant, first!);
    case 'fields':
      return judgeFields(each, invariant, first!, context);
    case 'ttl':
      return judgeTtl(each, invariant, first!, second !== null && second.value !== null, context);
    case 'carried':
      return judgeCarried(each, invariant, first!, second);
    case 'sum':
      return judgeSum(each, invariant, valuesOf(readings), context);
    case 'presence':
      return judgePresence(each, invariant, valuesOf(readings), context);
    case 'owner':
      return judgeOwner(each, invariant, valuesOf(readings), context);
    case 'index': {
      const existing = new Set(more.filter(({ value }) => value !== null).map(({ name }) => name));
      return judgeIndex(each, invariant, gapsOf(each, readings), existing, context);
    }
    case 'listing':
      return judgeListing(each, invariant, valuesOf(readings));
  }
}

/** Yesterday's key for a key of the current day; `null` for keys of other days. */
function dayBefore({ plan, name }: Member, period: string, openDays: readonly string[]): string | null {
  const captures = capturesOf(plan.compiled, name);
  const day = captures[period]!;
  if (!openDays.includes(day)) return null;
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
  return fillPattern(plan.compiled.family.pattern, { ...captures, [period]: before });
}
