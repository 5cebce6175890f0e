/** Exact arithmetic on counters and costs as Redis keeps them: decimal texts. */

const DECIMAL = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/;
const LARGEST = 2n ** 63n - 1n;

interface Parts {
  digits: bigint;
  /** Digits behind the point. */
  scale: number;
}

export const isDecimal = (text: string): boolean => DECIMAL.test(text);

/** True when HINCRBY and INCRBY take it: a whole number of 64 bits in its shortest form. */
export function isCounter(text: string): boolean {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) return false;
  const value = BigInt(text);
  return value <= LARGEST && value >= -LARGEST - 1n;
}

/** a + b, without needless zeros behind the point. Both must be decimals. */
export function addDecimals(a: string, b: string): string {
  const [left, right] = aligned(a, b);
  return decimalText({ digits: left.digits + right.digits, scale: left.scale });
}

/** a − b, likewise. */
export function subtractDecimals(a: string, b: string): string {
  const [left, right] = aligned(a, b);
  return decimalText({ digits: left.digits - right.digits, scale: left.scale });
}

/** Below zero, zero or above as a is less than, equal to or more than b. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = aligned(a, b);
  return left.digits < right.digits ? -1 : left.digits > right.digits ? 1 : 0;
}

function aligned(a: string, b: string): [Parts, Parts] {
  const [left, right] = [partsOf(a), partsOf(b)];
  const scale = Math.max(left.scale, right.scale);
  return [atScale(left, scale), atScale(right, scale)];
}

const atScale = ({ digits, scale }: Parts, wanted: number): Parts => ({
  digits: digits * 10n ** BigInt(wanted - scale),
  scale: wanted,
});

function partsOf(text: string): Parts {
  const found = DECIMAL.exec(text);
  if (!found) throw new RangeError('not a decimal');
  const [, sign = '', whole = '', fraction = ''] = found;
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

function decimalText({ digits, scale }: Parts): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  const whole = text.slice(0, text.length - scale);
  return `${sign}${whole}${scale === 0 || fraction === '' ? '' : `.${fraction}`}`;
}
