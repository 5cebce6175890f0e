/** The numbers of a key's value, as doubles for the first pass over all keys. */
import type { Unit } from '../profile/types.js';
import { isDecimal, parseCounter } from '../format/decimal.js';
import type { FamilyPlan } from './relation.js';

const ZERO = 48;
/** Digits of an integer that a double always holds exactly. */
const SAFE_DIGITS = 15;

/** NaN: not a counter. */
export function counterOf(text: string): number {
  const { length } = text;
  if (length === 0 || length > SAFE_DIGITS) return Number(parseCounter(text) ?? Number.NaN);
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return Number(parseCounter(text) ?? Number.NaN);
    value = value * 10 + digit;
  }
  return value;
}

/** NaN: not a decimal number. */
const decimalOf = (text: string): number => (isDecimal(text) ? Number(text) : Number.NaN);

/** In USD if the unit is money, so that micro-USD and USD can be compared. */
export function numberOf(text: string, unit: Unit | null): number {
  if (unit === 'usd') return decimalOf(text);
  const counter = counterOf(text);
  return unit === 'micro-usd' ? counter / 1e6 : counter;
}

/** The numbers of one key, in the columns of its plan; reused for each key. */
export class Numbers {
  values = new Float64Array(64);
  present = new Uint8Array(64);
  /** True when a value is not a number, or is negative. */
  corrupt = false;

  /** Prepares for the next key. */
  clear(plan: FamilyPlan, corrupt: boolean): void {
    this.corrupt = corrupt;
    this.values.fill(0, 0, plan.units.length);
    this.present.fill(0, 0, plan.units.length);
  }

  /** `each` is called with the fields that the plan does not know. */
  take(plan: FamilyPlan, value: string | readonly string[], each: ((field: string, text: string) => void) | null): void {
    if (typeof value === 'string') {
      const column = plan.fields.get('');
      if (column !== undefined) this.#put(plan, column, value);
      return;
    }
    if (plan.compiled.family.type !== 'hash') return;
    for (let i = 0; i + 1 < value.length; i += 2) {
      const column = plan.fields.get(value[i]!);
      if (column !== undefined) this.#put(plan, column, value[i + 1]!);
      else if (each) each(value[i]!, value[i + 1]!);
    }
  }

  #put(plan: FamilyPlan, column: number, text: string): void {
    const number = numberOf(text, plan.units[column]!);
    if (!(number >= 0)) this.corrupt = true;
    this.values[column] = number;
    this.present[column] = 1;
  }
}
