import type { Integer } from './whole-number.js';

/** Whole scores up to this are kept as integers (`double2ll` of `util.c`, the range in which doubles hold every integer). */
const EXACT = 2 ** 52;

/** A score as an element of a listpack: an integer where it is one, else its text with 17 significant digits, as Redis 7.0 writes it. */
export function scoreElement(score: number): string | Integer {
  if (score > -EXACT && score <= EXACT && Number.isInteger(score)) return score;
  if (!Number.isFinite(score)) return score > 0 ? 'inf' : '-inf';
  return seventeenDigits(score);
}

/** C's `%.17g`. */
function seventeenDigits(score: number): string {
  const [digits = '', power = ''] = score.toExponential(16).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 17) return withoutZeros(score.toPrecision(17));
  return `${withoutZeros(digits)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const withoutZeros = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);
