/** A 64-bit integer: a number where that holds it exactly. */
export type Integer = number | bigint;

const CANONICAL = /^(?:0|-?[1-9]\d{0,18})$/;
/** Longest text whose number is a safe integer. */
const SAFE_TEXT = 15;

/**
 * The 64-bit integer that a text spells in the one way that the server would spell it too (no sign but `-`, no zeros in front); `null`
 * for any other text. Such texts are kept as integers, in the server and in its snapshots.
 */
export function wholeNumber(text: string): Integer | null {
  if (!CANONICAL.test(text)) return null;
  if (text.length <= SAFE_TEXT) return Number(text);
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : null;
}

/** Whether so many bits, 53 at most, hold it in two's complement. */
export const fits = (value: Integer, bits: number): boolean => value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1);
