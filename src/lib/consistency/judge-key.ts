/** Differences within one key. */
import { keySegments, slotText } from '../profile/pattern.js';
import type { CarriedInvariant, FieldInvariant, Meaning, TtlInvariant, ValueInvariant } from '../profile/invariants.js';
import type { Case } from './case.js';
import { parseCounter, parseDecimal } from '../format/decimal.js';
import type { JudgeContext } from './drift-rules.js';
import type { FieldDifference, Finding, Repair } from './finding.js';
import { NO_PERIOD } from './group-table.js';
import { fieldsOf, WRONG_TYPE, type KeyReading } from './key-value.js';
import { ttlFault, type TtlFault } from './ttl-fault.js';
import { isEmbedded } from './needed-fields.js';
import type { FamilyPlan } from './relation.js';

const LARGEST = 2n ** 63n - 1n;

type About = Pick<Finding, 'class' | 'verdict' | 'cause' | 'fields' | 'repair'> & { drift?: string | null };

function finding(each: Case, { drift = null, ...about }: About): Finding[] {
  const { relation, db, parts } = each;
  const { name, plan } = parts[0]!;
  const identity = `${name}\n${about.verdict}\n${about.fields.map(({ field, delta }) => `${field}=${delta}`).join()}`;
  return [{ relation, db, key: name, plan, drift, members: null, identity, ...about }];
}

/** Checks every number of the value. */
export function judgeValues(each: Case, invariant: ValueInvariant, { value }: KeyReading): Finding[] {
  if (value === null || value === undefined) return [];
  const { plan } = each.parts[0]!;
  const about = (verdict: string, fields: FieldDifference[]): Finding[] =>
    finding(each, {
      class: 'corruption',
      verdict,
      cause: invariant.cause,
      fields,
      repair: { kind: 'none', why: invariant.unrepairable ?? 'the right value cannot be derived from the wrong one' },
    });
  if (typeof value === 'symbol') {
    const expectedType = plan.compiled.family.type;
    return value === WRONG_TYPE
      ? about('wrong type', [{ field: '', expected: expectedType, actual: 'another type', delta: null, ownWords: true }])
      : [];
  }
  const faults = [...numbersOf(plan, value)].flatMap(([field, text, unit]) => {
    const number = unit === 'usd' ? (parseDecimal(text)?.digits ?? null) : parseCounter(text);
    if (number !== null && number >= 0n) return [];
    const difference = { field, expected: null, actual: text.slice(0, 40), delta: null };
    return { verdict: number === null ? 'not a number' : 'negative', difference };
  });
  if (faults.length === 0) return [];
  return about(
    faults[0]!.verdict,
    faults.map(({ difference }) => difference),
  );
}

function* numbersOf(
  plan: FamilyPlan,
  value: string | readonly string[],
): Generator<[field: string, text: string, unit: string | null]> {
  const isKnown = (field: string): number | undefined => plan.fields.get(field);
  if (typeof value === 'string') {
    if (isKnown('') !== undefined) yield ['', value, plan.units[isKnown('')!] ?? null];
    return;
  }
  for (const [field, text] of fieldsOf(value)) {
    const column = isKnown(field);
    if (column !== undefined) yield [field, text, plan.units[column] ?? null];
    else if (plan.embedded && isEmbedded(plan.embedded, field)) yield [field, text, 'tokens'];
  }
}

/** Compares the parts of one hash with its whole. `null`: a field is not a number, which another invariant reports. */
export function judgeFields(
  each: Case,
  invariant: FieldInvariant,
  { value }: KeyReading,
  { allowLower }: Pick<JudgeContext, 'allowLower'>,
): Finding[] | 'unjudged' {
  if (!Array.isArray(value)) return [];
  const { plan } = each.parts[0]!;
  const { whole, parts } = invariant.in.find(({ families }) => families.includes(plan.compiled.family.id))!;
  const fields = fieldsOf(value as readonly string[]);
  const amounts = [whole, ...parts].map((name) => parseCounter(fields.get(name) ?? '0'));
  if (amounts.some((amount) => amount === null || amount < 0n)) return 'unjudged';
  const [actual, ...rest] = amounts as bigint[];
  const sum = rest.reduce((total, amount) => total + amount, 0n);
  const delta = sum - actual!;
  if (delta === 0n || (invariant.compare === 'at-least' && delta < 0n)) return [];
  const meaning = meaningOf(
    invariant,
    delta,
    actual!,
    sum,
    parts.every((name) => !fields.has(name)),
  );
  if (meaning?.class === null) return [];
  const kind = meaning?.class ?? (invariant.compare === 'at-least' || !isPlausible(plan, delta) ? 'corruption' : 'partial-write');
  const text = fields.get(whole) ?? null;
  return finding(each, {
    class: kind,
    verdict: meaning?.verdict ?? null,
    cause:
      meaning?.cause ??
      (kind === 'partial-write'
        ? invariant.cause
        : 'An interrupted request does not explain it. Likely: a manual edit, an import, or another program.'),
    fields: [{ field: whole, expected: String(sum), actual: text, delta: String(delta) }],
    repair: raise(each, invariant, whole, text, delta, kind, sum, allowLower),
  });
}

function meaningOf(
  { meanings }: FieldInvariant,
  delta: bigint,
  whole: bigint,
  sum: bigint,
  absent: boolean,
): Meaning | undefined {
  if (!meanings) return undefined;
  if (absent) return meanings.partsAbsent;
  if (delta > 0n) return meanings.below;
  return whole === 2n * sum ? (meanings.double ?? meanings.above) : meanings.above;
}

function isPlausible({ compiled: { profile } }: FamilyPlan, delta: bigint): boolean {
  const most = profile.consistency?.mostPerRequest?.tokens;
  return most === undefined || (delta <= BigInt(most) && -delta <= BigInt(most));
}

function raise(
  each: Case,
  invariant: FieldInvariant,
  field: string,
  judged: string | null,
  delta: bigint,
  kind: Finding['class'],
  sum: bigint,
  allowLower: boolean,
): Repair {
  if (invariant.unrepairable !== undefined) return { kind: 'none', why: invariant.unrepairable };
  const lowers = allowLower && kind === 'partial-write' && delta < 0n && !invariant.meanings;
  if (delta < 0n && !lowers)
    return { kind: 'none', why: 'the total is higher than the sum of its parts, and a billed total is never lowered' };
  if (kind !== 'partial-write') return { kind: 'none', why: 'a part may be wrong, so the sum may be wrong too' };
  if (sum > LARGEST) return { kind: 'none', why: 'the sum does not fit a counter of 64 bits' };
  return {
    kind: lowers ? 'lower' : 'raise',
    db: each.db,
    key: each.parts[0]!.name,
    exists: true,
    fields: [{ field, judged, delta: String(delta) }],
    seconds: null,
  };
}

/** `null`: the cause in the invariant. */
const TTL_VERDICT: Record<TtlFault, { verdict: string; cause: string | null }> = {
  none: { verdict: 'no TTL', cause: null },
  unwanted: { verdict: 'TTL on a total', cause: 'A manual EXPIRE, or an import.' },
  long: { verdict: 'TTL too long', cause: 'A manual EXPIRE, or an import.' },
  short: {
    verdict: 'TTL too short',
    cause: 'An import without TTLs, to which the hourly clean-up then gave one day, or a manual EXPIRE.',
  },
};

/** `inUse`: the key exists that shows that a key without a TTL is still in use. */
export function judgeTtl(
  each: Case,
  invariant: TtlInvariant,
  reading: KeyReading,
  inUse: boolean,
  { periods, clock, removals }: JudgeContext,
): Finding[] {
  const { plan, name } = each.parts[0]!;
  const { ttlMs, value } = reading;
  const check = plan.ttl.find(({ relation }) => relation === each.relation)!;
  if (ttlMs === null || ttlMs === -2) return [];
  if (check.onlyNegative && !(typeof value === 'string' && value.startsWith('-'))) return [];
  const { family, period } = plan.compiled;
  const hours = period ? periods.of(slotText(period, keySegments(name))) : NO_PERIOD;
  const fault = ttlFault(check.seconds, ttlMs, hours, clock.nowMs);
  if (fault === null || inUse) return [];
  // The user asked for the shorter TTL.
  if (fault === 'short' && removals.shortened(plan.compiled, hours)) return [];
  const leaks = fault === 'none' || fault === 'long';
  const givenSeconds = check.given;
  const actual = ttlMs < 0 ? 'none' : `${Math.round(ttlMs / 1000)} s`;
  const expected = check.seconds === null ? 'none' : givenSeconds > 0 ? `${givenSeconds} s` : 'a TTL';
  return finding(each, {
    class: leaks ? 'leak' : 'corruption',
    drift: fault === 'none' && family.leak ? (invariant.drift ?? null) : null,
    verdict: TTL_VERDICT[fault].verdict,
    cause: TTL_VERDICT[fault].cause ?? invariant.cause,
    fields: [{ field: 'ttl', expected, actual, delta: null, ownWords: true }],
    repair: ttlRepair(each, fault, ttlMs, givenSeconds),
  });
}

function ttlRepair(each: Case, fault: TtlFault, judgedTtlMs: number, seconds: number): Repair {
  const { db, parts } = each;
  const key = parts[0]!.name;
  if (fault === 'unwanted') return { kind: 'persist', db, key, judgedTtlMs };
  if (seconds === 0) return { kind: 'none', why: 'the TTL of such a key is configured in the application' };
  return { kind: 'expire', db, key, judgedTtlMs, seconds };
}

/** Reports a setting without counters, or a setting that yesterday's hash has and today's lacks. */
export function judgeCarried(each: Case, invariant: CarriedInvariant, today: KeyReading, before: KeyReading | null): Finding[] {
  if (!Array.isArray(today.value)) return [];
  const fields = fieldsOf(today.value as readonly string[]);
  const setting = fields.get(invariant.field) ?? null;
  const about = (verdict: string, cause: string, expected: string | null): Finding[] =>
    finding(each, {
      class: 'known-drift',
      verdict,
      cause,
      fields: [{ field: invariant.field, expected, actual: setting, delta: null }],
      repair: { kind: 'none', why: invariant.unrepairable ?? 'only its owner knows what it should be' },
    });
  if (setting !== null)
    return invariant.beside.some((name) => fields.has(name))
      ? []
      : about('unused', 'The setting was made, but nothing was counted with it.', setting);
  const earlier =
    before && Array.isArray(before.value) ? (fieldsOf(before.value as readonly string[]).get(invariant.field) ?? null) : null;
  return earlier === null ? [] : about('lost', invariant.cause, earlier);
}
