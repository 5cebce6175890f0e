import type { Integer } from './whole-number.js';

/** Integer scores up to this are stored as integers (`double2ll` of `util.c`, the range in which doubles hold every integer). */
const EXACT = 2 ** 52;
/** Enough digits to show whether a number is exactly halfway; the maximum in JavaScript. */
const EXACT_DIGITS = 100;

/** A score as an element of a listpack: an integer if possible, else text with 17 significant digits, as Redis 7.0 writes it. */
export function scoreElement(score: number): string | Integer {
  if (score > -EXACT && score <= EXACT && Number.isInteger(score)) return score;
  if (!Number.isFinite(score)) return score > 0 ? 'inf' : '-inf';
  return seventeenDigits(score);
}

/** C's `%.17g`. */
function seventeenDigits(score: number): string {
  const [digits = '', power = ''] = roundedToEven(score).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 17) return withoutZeros(plain(digits, exponent));
  return `${withoutZeros(digits)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** 17 digits in exponential form. For a number exactly halfway, JavaScript rounds up and C rounds to even. */
function roundedToEven(score: number): string {
  const rounded = score.toExponential(16);
  const [exact = ''] = score.toExponential(EXACT_DIGITS).split('e');
  const isHalfway = /^-?\d\.\d{16}50*$/.test(exact);
  const lower = exact.slice(0, exact.indexOf('.') + 17);
  return isHalfway && Number(lower.at(-1)) % 2 === 0 ? `${lower}e${rounded.split('e')[1]}` : rounded;
}

/** `1.25` and 3 as `1250`. */
function plain(digits: string, exponent: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  const all = digits.replace(/^-/, '').replace('.', '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${all}`;
  const whole = all.slice(0, exponent + 1);
  return all.length === whole.length ? sign + whole : `${sign}${whole}.${all.slice(exponent + 1)}`;
}

const withoutZeros = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);
