/** A 64-bit integer; a number if that is exact. */
export type Integer = number | bigint;

const CANONICAL = /^(?:0|-?[1-9]\d{0,18})$/;
/** Longest text whose number is a safe integer. */
const SAFE_TEXT = 15;

/**
 * The 64-bit integer whose canonical text this is (no sign except `-`, no leading zeros); `null` for any other text. The server
 * and its snapshots store such texts as integers.
 */
export function wholeNumber(text: string): Integer | null {
  if (!CANONICAL.test(text)) return null;
  if (text.length <= SAFE_TEXT) return Number(text);
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : null;
}

/** True when the value fits in `bits` bits of two's complement, at most 53. */
export const fits = (value: Integer, bits: number): boolean => value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1);
