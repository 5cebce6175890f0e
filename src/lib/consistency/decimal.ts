/** Exact sums of counters and costs: whole numbers of 10⁻¹⁸, which holds every digit that INCRBYFLOAT writes (17 decimals). */

const DECIMALS = 18;
const ONE = 10n ** BigInt(DECIMALS);

const INTEGER = /^-?\d{1,19}$/;
const DECIMAL = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

const LARGEST = 2n ** 63n - 1n;

/** The counter in Redis's own range of 64 bits; `null` for what HINCRBY would refuse. */
export function parseCounter(text: string): bigint | null {
  if (!INTEGER.test(text)) return null;
  const value = BigInt(text);
  return value <= LARGEST && value >= -LARGEST - 1n ? value : null;
}

/** Whether `parseDecimal` takes the text. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

/** A decimal number in units of 10⁻¹⁸, digits beyond that left off; `null` for what is none. */
export function parseDecimal(text: string): bigint | null {
  const found = DECIMAL.exec(text);
  if (!found) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const shift = DECIMALS - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === '-' ? -value : value;
}

/** The decimal text, without needless zeros. */
export function decimalText(value: bigint): string {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A counter in the same units. */
export const scaled = (counter: bigint): bigint => counter * ONE;

/** Micro-USD, a counter, as USD in these units. */
export const microScaled = (counter: bigint): bigint => (counter * ONE) / 1_000_000n;
