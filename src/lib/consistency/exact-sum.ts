/** Exact decimal sums of a group. */
import type { SumInvariant } from '../profile/invariants.js';
import type { Case, Member } from './case.js';
import { microUsd, parseCounter, parseDecimal, plus, times, whole, ZERO, type Decimal } from '../format/decimal.js';
import { fieldsOf, WRONG_TYPE, type KeyValue } from './key-value.js';

export interface ExactSums {
  /** By quantity. */
  parts: Decimal[];
  left: Decimal[];
  whole: Decimal[];
  /** Current texts of the whole's fields; `null`: no such field or key. */
  texts: (string | null)[];
  wholeExists: boolean;
  partsExist: boolean;
  tolerance: Decimal;
}

/** `null`: a value is not a number, so no sum can be computed. */
export function exactSums(each: Case, invariant: SumInvariant, values: ReadonlyMap<string, KeyValue>): ExactSums | null {
  const quantities = Object.entries(invariant.parts.quantities);
  const embedded = embeddedName(each, invariant);
  const names = quantities.map(([, field]) => (embedded === null ? field : (field?.replace(/\{\w+\}/, embedded) ?? null)));
  const sums: ExactSums = {
    parts: quantities.map(() => ZERO),
    left: quantities.map(() => ZERO),
    whole: quantities.map(() => ZERO),
    texts: quantities.map(() => null),
    wholeExists: false,
    partsExist: false,
    tolerance: ZERO,
  };
  const { tolerance } = invariant;
  let counted = 0n;
  const addUp = (
    member: Member,
    fields: readonly (string | null)[],
    into: Decimal[],
    texts: (string | null)[] | null,
  ): boolean => {
    const value = values.get(member.name);
    if (value === null || value === undefined) return true;
    if (value === WRONG_TYPE || typeof value === 'symbol') return false;
    const own = typeof value === 'string' ? null : fieldsOf(value);
    for (const [index, field] of fields.entries()) {
      const text = own ? own.get(field ?? '') : field === null ? (value as string) : undefined;
      if (text === undefined) continue;
      const amount = amountOf(member, field, text);
      if (amount === null) return false;
      into[index] = plus(into[index]!, amount);
      if (texts) texts[index] = text;
    }
    if (into === sums.parts) {
      sums.partsExist = true;
      counted += tolerance && typeof tolerance.per === 'object' ? (parseCounter(own?.get(tolerance.per.field) ?? '0') ?? 0n) : 1n;
    }
    if (texts) sums.wholeExists = true;
    return true;
  };
  const wholeFields = quantities.map(([quantity]) => invariant.whole.quantities[quantity] ?? null);
  const fine =
    each.parts.every((member) => addUp(member, names, sums.parts, null)) &&
    each.left.every((member) => addUp(member, names, sums.left, null)) &&
    each.whole.every((member) => addUp(member, wholeFields, sums.whole, sums.texts));
  if (!fine) return null;
  sums.tolerance = tolerance ? times(parseDecimal(tolerance.amount) ?? ZERO, counted) : ZERO;
  return sums;
}

/** The value in the parts' field names for this group, such as the model. */
function embeddedName({ relation, texts }: Case, { parts }: SumInvariant): string | null {
  const template = Object.values(parts.quantities).find((field) => field?.includes('{'));
  const placeholder = template && /\{(\w+)\}/.exec(template)?.[1];
  return placeholder ? (texts[relation.placeholders.indexOf(placeholder)] ?? null) : null;
}

function amountOf({ plan }: Member, field: string | null, text: string): Decimal | null {
  const { family } = plan.compiled;
  const unit = field === null ? family.value : { ...family.fields, ...family.optionalFields }[field];
  if (unit === 'usd') return parseDecimal(text);
  const counter = parseCounter(text);
  if (counter === null) return null;
  return unit === 'micro-usd' ? microUsd(counter) : whole(counter);
}
