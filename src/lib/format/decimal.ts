/** Exact arithmetic on counters and costs as Redis and applications write them, with any number of decimals. */

/** Digits and exponent are bounded, so that an untrusted text cannot become a number of unlimited length. */
const DECIMAL = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
const INTEGER = /^-?\d{1,19}$/;
const SHORTEST_INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;
const LARGEST = 2n ** 63n - 1n;
/** A micro-USD is 10^−6 USD. */
const MICRO_SCALE = 6;

/** `digits` × 10^−`scale`; `scale` is never below 0. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

export const ZERO: Decimal = { digits: 0n, scale: 0 };

/** Parses a 64-bit counter. `null`: HINCRBY would reject the text. Leading zeros are accepted, although HINCRBY rejects them. */
export function parseCounter(text: string): bigint | null {
  if (!INTEGER.test(text)) return null;
  const value = BigInt(text);
  return isWithin64Bits(value) ? value : null;
}

/** True when HINCRBY and INCRBY accept the text: a 64-bit integer in its shortest form. */
export const isCounter = (text: string): boolean => SHORTEST_INTEGER.test(text) && isWithin64Bits(BigInt(text));

const isWithin64Bits = (value: bigint): boolean => value <= LARGEST && value >= -LARGEST - 1n;

/** True when `parseDecimal` accepts the text. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

/** `null`: the text is not a decimal number. */
export function parseDecimal(text: string): Decimal | null {
  const found = DECIMAL.exec(text);
  if (!found) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

export const whole = (digits: bigint): Decimal => ({ digits, scale: 0 });

/** Converts a counter of micro-USD to USD. */
export const microUsd = (digits: bigint): Decimal => ({ digits, scale: MICRO_SCALE });

export function plus(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { digits: a.digits + b.digits, scale: a.scale };
  const scale = Math.max(a.scale, b.scale);
  return { digits: digitsAt(a, scale) + digitsAt(b, scale), scale };
}

export const negative = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale });

export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, negative(b));

export const times = ({ digits, scale }: Decimal, factor: bigint): Decimal => ({ digits: digits * factor, scale });

export const absolute = (value: Decimal): Decimal => (value.digits < 0n ? negative(value) : value);

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [digitsAt(a, scale), digitsAt(b, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Drops the decimals. */
export const truncated = ({ digits, scale }: Decimal): bigint => digits / 10n ** BigInt(scale);

/** Rounded half away from zero to at most `places` decimals. */
export function rounded({ digits, scale }: Decimal, places: number): Decimal {
  if (scale <= places) return { digits, scale };
  const unit = 10n ** BigInt(scale - places);
  const half = digits < 0n ? -unit / 2n : unit / 2n;
  return { digits: (digits + half) / unit, scale: places };
}

/** A text of US dollars, rounded to micro-dollars. Must be a decimal. */
export const roundedUsd = (text: string): string => decimalText(rounded(known(text), MICRO_SCALE));

/** Text without an exponent and without trailing zeros. */
export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return `${sign}${text.slice(0, text.length - scale)}${scale === 0 || fraction === '' ? '' : `.${fraction}`}`;
}

/** a + b as text. Both must be decimals. */
export const addDecimals = (a: string, b: string): string => decimalText(plus(known(a), known(b)));

/** a − b as text. Both must be decimals. */
export const subtractDecimals = (a: string, b: string): string => decimalText(minus(known(a), known(b)));

/** Like `compare`, for texts. Both must be decimals. */
export const compareDecimals = (a: string, b: string): number => compare(known(a), known(b));

function known(text: string): Decimal {
  const value = parseDecimal(text);
  if (!value) throw new RangeError('not a decimal');
  return value;
}

function digitsAt({ digits, scale }: Decimal, wanted: number): bigint {
  return scale === wanted ? digits : digits * 10n ** BigInt(wanted - scale);
}
