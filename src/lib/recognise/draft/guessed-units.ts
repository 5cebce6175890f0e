/** Guesses what the fields of a hash hold. Values are looked at, and never kept. */
import type { Unit } from '../../profile/types.js';

const SECRET =
  /secret|password|passwd|credential|private|authorization|cookie|(?:api|access|refresh|auth|bearer)[-_ ]?(?:key|token)|^(?:key|token)$/i;
const MS = { from: 1e12, to: 1e13 };
const SECONDS = { from: 1e9, to: 1e10 };

/** `values`: those of the field in several keys. */
export function unitOf(field: string, values: readonly string[]): Unit {
  if (SECRET.test(field)) return 'secret';
  if (values.every((value) => /^-?\d+(?:\.\d+)?$/.test(value)) && values.length > 0) return numberUnit(field, values.map(Number));
  if (values.every((value) => /^(?:true|false)$/.test(value)) && values.length > 0) return 'flag';
  if (values.every((value) => /^\d{4}-\d\d-\d\dT/.test(value)) && values.length > 0) return 'iso-time';
  return values.length > 0 && values.every((value) => /^\s*[[{]/.test(value)) ? 'json' : 'text';
}

function numberUnit(field: string, numbers: readonly number[]): Unit {
  const within = ({ from, to }: typeof MS): boolean => numbers.every((number) => number >= from && number < to);
  if (within(MS)) return 'unix-ms';
  if (within(SECONDS)) return 'unix-s';
  if (/token/i.test(field)) return 'tokens';
  if (/request|calls/i.test(field)) return 'requests';
  if (/micro/i.test(field) && /cost|usd|spend/i.test(field)) return 'micro-usd';
  return /cost|usd|spend/i.test(field) ? 'usd' : 'count';
}
