/** From the text of a field to an exact amount, as the application takes it, and no further. */
import { microUsd, parseCounter, parseDecimal, whole, ZERO, decimalText, type Decimal } from '../format/decimal.js';
import type { LimitUnit } from '../profile/limits.js';
import type { Unit } from '../profile/types.js';
import type { Value } from '../usage/model.js';

/** `odd`: the text is no such number. */
export type Parsed = Decimal | 'odd';

/** A missing or empty text is 0. */
export function parsed(text: string | null, unit: Unit): Parsed {
  if (text === null || text === '') return ZERO;
  if (unit === 'usd') return parseDecimal(text) ?? 'odd';
  const counter = parseCounter(text);
  if (counter === null) return 'odd';
  return unit === 'micro-usd' ? microUsd(counter) : whole(counter);
}

export const isPositive = (amount: Parsed): boolean => amount === 'odd' || amount.digits > 0n;

/** Money stays text: a number would round it. So does a count beyond 2^53. */
export function valueIn(unit: LimitUnit, amount: Decimal | null): Value {
  if (amount === null) return null;
  const text = decimalText(amount);
  const number = Number(text);
  return unit !== 'usd' && Number.isSafeInteger(number) ? number : text;
}

export const exactly = (value: Value): Decimal | null =>
  value === null ? null : typeof value === 'number' ? whole(BigInt(value)) : parseDecimal(value);

export const numberOf = ({ digits, scale }: Decimal): number => Number(digits) / 10 ** scale;
