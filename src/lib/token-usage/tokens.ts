/** Numbers of tokens: exact up to 64 bits. */
import { TokenUsageError } from './failure.js';

/** A whole number. Above 2^53 it is a bigint, because a number would round it. */
export type Tokens = number | bigint;

const LARGEST = 2n ** 63n - 1n;
const INTEGER = /^-?\d+$/;

/** The amount as text. Throws a TokenUsageError (`input`) for what is no whole number from 0 to 2^63 - 1. */
export function amountText(name: string, amount: Tokens): string {
  const isWhole = typeof amount === 'bigint' || Number.isSafeInteger(amount);
  if (!isWhole || amount < 0 || BigInt(amount) > LARGEST)
    throw new TokenUsageError('input', `${name} must be a whole number from 0 to 2^63 - 1, not ${String(amount)}.`);
  return String(amount);
}

/** Throws a TokenUsageError (`corrupt`) if the text is no whole number. */
export function tokensOf(field: string, text: string): Tokens {
  if (!INTEGER.test(text)) throw corrupt(field);
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

export const asTokens = (exact: bigint): Tokens =>
  exact >= BigInt(Number.MIN_SAFE_INTEGER) && exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;

/** The text itself is not repeated: whoever wrote it may have put anything there. */
export const corrupt = (field: string): TokenUsageError =>
  new TokenUsageError('corrupt', `The field ${field} is no whole number.`);
