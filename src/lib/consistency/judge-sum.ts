import type { Consistency, DriftGuard, SumInvariant } from '../profile/invariants.js';
import { periodStart } from '../profile/period.js';
import { besideNames, wholeName, type Case } from './case.js';
import {
  absolute,
  compare,
  decimalText,
  minus,
  parseDecimal,
  plus,
  times,
  truncated,
  whole as wholeNumber,
  ZERO,
  type Decimal,
} from '../format/decimal.js';
import { formatCounted } from '../format/number.js';
import { dimensionValues, driftSentence, goneOwner, groupHours, upgrade, type JudgeContext } from './drift-rules.js';
import { exactSums, type ExactSums } from './exact-sum.js';
import { NOTHING_WRONG, type FieldDifference, type Finding, type Repair } from './finding.js';
import type { KeyValue } from './key-value.js';

const HOUR_MS = 3_600_000;
/** Above any bucket's value, for quantities without a known limit per request. */
const NO_LIMIT = wholeNumber(1_000_000_000_000n);

interface Gap {
  quantity: string;
  /** Field of the whole, and field of the parts. */
  field: string;
  partsField: string;
  parts: Decimal;
  whole: Decimal;
  /** Parts minus whole. */
  delta: Decimal;
  text: string | null;
}

/**
 * `unjudged`: a value is not a number, which another invariant reports. `incomparable`: the `whereEqual` numbers differ, so that a gap
 * means nothing.
 */
export function judgeSum(
  each: Case,
  invariant: SumInvariant,
  values: ReadonlyMap<string, KeyValue>,
  context: JudgeContext,
): Finding[] | 'unjudged' | 'incomparable' {
  const sums = exactSums(each, invariant, values);
  if (!sums) return 'unjudged';
  const gaps = gapsOf(sums, invariant, sums.parts);
  if (gaps.length === 0) return [];
  if (!isEqualBeside(each, values, sums.tolerance)) return 'incomparable';
  const completed = gapsOf(
    sums,
    invariant,
    sums.parts.map((sum, index) => plus(sum, sums.left[index]!)),
  );
  const { relation, db, texts } = each;
  const [whole] = relation.sides.whole;
  const explained = explain(each, invariant, gaps, completed, context);
  const reported = explained.completed ? gaps : completed.length > 0 ? completed : gaps;
  return [
    {
      relation,
      db,
      key: sums.wholeExists ? wholeName(each) : (each.parts[0]?.name ?? wholeName(each)),
      plan: sums.wholeExists || each.parts.length === 0 ? whole! : each.parts[0]!.plan,
      class: explained.class,
      drift: explained.drift,
      verdict: sums.wholeExists ? (sums.partsExist ? null : 'parts missing') : 'whole missing',
      cause: explained.cause,
      fields: reported.map(fieldDifference),
      ...(invariant.tolerance && { slack: decimalText(sums.tolerance) }),
      members: null,
      repair: explained.isLost ? LOST : repairOf(each, invariant, reported, explained.class, sums, context),
      identity: `${texts.join('\n')}\n${gaps.map(({ quantity, delta }) => `${quantity}=${decimalText(delta)}`).join()}`,
    },
  ];
}

/** True when the `whereEqual` numbers are equal, as the sum requires. */
function isEqualBeside(each: Case, values: ReadonlyMap<string, KeyValue>, tolerance: Decimal): boolean {
  const numbers = besideNames(each).map(({ name }) => {
    const value = values.get(name);
    return typeof value === 'string' ? parseDecimal(value) : null;
  });
  const [first = null] = numbers;
  return numbers.every((number) => number !== null && first !== null && compare(absolute(minus(number, first)), tolerance) <= 0);
}

function gapsOf(sums: ExactSums, invariant: SumInvariant, parts: readonly Decimal[]): Gap[] {
  return Object.entries(invariant.parts.quantities).flatMap(([quantity, partsField], index) => {
    const delta = minus(parts[index]!, sums.whole[index]!);
    const holds = compare(invariant.compare === 'at-most' ? delta : absolute(delta), sums.tolerance) <= 0;
    if (holds) return [];
    return {
      quantity,
      field: invariant.whole.quantities[quantity] ?? '',
      partsField: partsField ?? '',
      parts: parts[index]!,
      whole: sums.whole[index]!,
      delta,
      text: sums.texts[index]!,
    };
  });
}

interface Explained {
  class: Finding['class'];
  drift: string | null;
  cause: string;
  /** The data of deleted owners completes the sum. */
  completed: boolean;
  /** The missing amounts of the parts are unknown. */
  isLost?: true;
}

function explain(
  each: Case,
  invariant: SumInvariant,
  gaps: readonly Gap[],
  completed: readonly Gap[],
  context: JudgeContext,
): Explained {
  const { relation, texts } = each;
  const [whole] = relation.sides.whole;
  const captures = Object.fromEntries(relation.placeholders.map((name, index) => [name, texts[index]!]));
  const known = (kind: Finding['class'], drift: string, completes = false): Explained => ({
    class: kind,
    drift,
    cause: driftSentence(relation, drift),
    completed: completes,
  });
  const ownerDrift = goneOwner(relation, dimensionValues(whole!, captures), context);
  if (ownerDrift !== null) return known('orphan', ownerDrift);
  const leftOwner = each.left[0] && relation.profile.profile.consistency?.drifts.find(({ how }) => how === 'owner-gone');
  if (leftOwner && completed.length === 0) return known('orphan', leftOwner.id, true);
  const rest = completed.length > 0 ? completed : gaps;
  const [below, above] = [rest.every(isNegative), rest.every(({ delta }) => delta.digits > 0n)];
  if (below || above) {
    const less = below ? relation.sides.parts[0]! : whole!;
    const fields = rest.map((gap) => (below ? gap.partsField : gap.field));
    const upgraded = upgrade(relation, less, fields, groupHours(relation, texts, context), context);
    if (upgraded !== null) return known('known-drift', upgraded);
    const guard = (invariant.guards ?? []).find((candidate) => applies(candidate, below, rest));
    if (guard) return known('known-drift', guard.drift);
    if (isOver(each, invariant, context)) return known('known-drift', invariant.setAnew!.drift);
  }
  // A part above its whole was never written that way, in any order, unless the whole is recomputed.
  const plausible =
    (invariant.compare !== 'at-most' || invariant.setAnew !== undefined) &&
    (below || above) &&
    isPlausible(rest, relation.profile.profile.consistency, invariant);
  const lostCause = below && plausible ? requestsLost(invariant, rest) : null;
  if (lostCause !== null) return { class: 'partial-write', drift: null, cause: lostCause, completed: false, isLost: true };
  return {
    class: plausible ? 'partial-write' : 'corruption',
    drift: null,
    cause: plausible
      ? invariant.cause
      : 'An interrupted request does not explain it. Likely: a manual edit, an import, or another program.',
    completed: false,
  };
}

/** Requests that were counted in the whole and not in the parts, as a sentence; `null`: none. */
function requestsLost({ partsLast }: SumInvariant, gaps: readonly Gap[]): string | null {
  const gap = gaps.find(({ quantity }) => quantity === 'requests');
  if (!partsLast || !gap) return null;
  const count = Number(truncated(absolute(gap.delta)));
  return `${formatCounted(count, 'request has', 'requests have')} no ${partsLast.what}: ${partsLast.because}.`;
}

/** True when the whole of this period is not read any more. */
function isOver({ relation, texts }: Case, { setAnew }: SumInvariant, context: JudgeContext): boolean {
  const { nowMs, utcOffset } = context.clock;
  const period = relation.sides.whole[0]!.compiled.period;
  const text = period && texts[relation.placeholders.indexOf(period.name)];
  if (!setAnew || !period || text === undefined || text === null) return false;
  const start = periodStart(period.placeholder.kind, text, utcOffset);
  return start !== null && nowMs - start >= setAnew.hours * HOUR_MS;
}

const applies = ({ when, quantities }: DriftGuard, below: boolean, gaps: readonly Gap[]): boolean =>
  (when === 'parts-below') === below && (!quantities || gaps.every(({ quantity }) => quantities.includes(quantity)));

/** True when the gap is at most what the missing requests can have added, with at least one request missing. */
function isPlausible(gaps: readonly Gap[], consistency: Consistency | undefined, invariant: SumInvariant): boolean {
  const most = consistency?.mostPerRequest;
  if (!most) return true;
  const missing = truncated(absolute(gaps.find(({ quantity }) => quantity === 'requests')?.delta ?? ZERO));
  const limit = (quantity: string): Decimal => {
    const perRequest = quantity === 'cost' ? most.usd : quantity === 'requests' ? null : most.tokens;
    // A bucket has no more requests than its own counter could have reached in its time.
    return perRequest === null ? NO_LIMIT : times(wholeNumber(BigInt(perRequest)), missing > 0n ? missing : 1n);
  };
  const isMoney = Object.keys(invariant.parts.quantities).includes('cost');
  // Costs do not show how many requests are missing.
  return isMoney || gaps.every(({ quantity, delta }) => compare(absolute(delta), limit(quantity)) <= 0);
}

const LOST: Repair = { kind: 'none', why: 'the amounts of these requests are not stored anywhere' };

function repairOf(
  each: Case,
  invariant: SumInvariant,
  gaps: readonly Gap[],
  kind: Finding['class'],
  sums: ExactSums,
  { allowLower }: JudgeContext,
): Repair {
  if (kind !== 'partial-write' && kind !== 'corruption') return { kind: 'none', why: NOTHING_WRONG };
  if (invariant.unrepairable !== undefined) return { kind: 'none', why: invariant.unrepairable };
  const lowers = allowLower && kind === 'partial-write' && sums.partsExist && gaps.every(isNegative);
  if (!lowers && gaps.some(isNegative))
    return {
      kind: 'none',
      why: 'the total is higher than the sum of its parts, and a billed total is never lowered',
    };
  if (kind === 'corruption') return { kind: 'none', why: 'a part may be wrong, so the sum may be wrong too' };
  const { family } = each.relation.sides.whole[0]!.compiled;
  const isMoney = family.type === 'string';
  return {
    kind: lowers ? 'lower' : 'raise',
    db: each.db,
    key: wholeName(each),
    exists: sums.wholeExists,
    fields: gaps.map(({ field, text, delta }) => ({
      field,
      judged: text,
      delta: isMoney ? decimalText(delta) : String(truncated(delta)),
    })),
    seconds: sums.wholeExists || !family.ttl.expires ? null : (family.ttl.seconds ?? null),
  };
}

const fieldDifference = ({ field, parts, whole, delta, text }: Gap): FieldDifference => ({
  field,
  expected: decimalText(parts),
  actual: text === null ? null : decimalText(whole),
  delta: decimalText(delta),
});

const isNegative = ({ delta }: Gap): boolean => delta.digits < 0n;
