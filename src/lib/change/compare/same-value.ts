/** Compares values of any archived form. */
import type { ArchivedValue } from '../archive/record.js';
import { compareDecimals, isDecimal } from '../../format/decimal.js';
import { decodeDump } from '../value/decode-dump.js';
import type { TypedValue } from '../value/typed-value.js';

/** Throws a MeterError if the payload is damaged, of a module, or newer than this program. `null`: no value. */
export function typedOf(value: ArchivedValue): TypedValue | null {
  switch (value.form) {
    case 'absent':
      return null;
    case 'dump':
      return decodeDump(value.payload);
    case 'typed':
      return { type: value.type, value: value.value } as TypedValue;
  }
}

/** Equal payloads are equal values. Different payloads may be equal values in another order, so they are decoded. */
export function sameValue(a: ArchivedValue, b: ArchivedValue): boolean {
  if (a.form === 'absent' || b.form === 'absent') return a.form === b.form;
  if (a.form === 'dump' && b.form === 'dump' && a.payload === b.payload) return true;
  const [left, right] = [readable(a), readable(b)];
  return left !== null && right !== null && JSON.stringify(left) === JSON.stringify(right);
}

/** Types of modules are compared only by payload. */
export function readable(value: ArchivedValue): TypedValue | null {
  try {
    return typedOf(value);
  } catch {
    return null;
  }
}

/** True when `live` may have grown from `archived`, so that it was perhaps never removed. */
export function contains(live: TypedValue, archived: TypedValue): boolean {
  switch (archived.type) {
    case 'string':
      return live.type === 'string' && atLeast(live.value, archived.value);
    case 'hash': {
      if (live.type !== 'hash') return false;
      const fields = new Map(live.value.map(({ field, value }) => [field, value]));
      return archived.value.every(({ field, value }) => atLeast(fields.get(field), value));
    }
    case 'set': {
      if (live.type !== 'set') return false;
      const members = new Set(live.value);
      return archived.value.every((member) => members.has(member));
    }
    case 'zset': {
      if (live.type !== 'zset') return false;
      const members = new Set(live.value.map(({ member }) => member));
      return archived.value.every(({ member }) => members.has(member));
    }
    case 'list':
      // New elements are added at the head.
      return live.type === 'list' && endsWith(live.value, archived.value);
    case 'stream': {
      if (live.type !== 'stream') return false;
      const ids = new Set(live.value.entries.map(({ id }) => id));
      return archived.value.entries.every(({ id }) => ids.has(id));
    }
  }
}

/** A text that is not a number, such as the time of last use, may have changed to any other. */
function atLeast(live: string | undefined, archived: string): boolean {
  if (live === undefined) return false;
  return !isDecimal(archived) || (isDecimal(live) && compareDecimals(live, archived) >= 0);
}

export const endsWith = (list: readonly string[], tail: readonly string[]): boolean =>
  list.length >= tail.length && tail.every((element, index) => list[list.length - tail.length + index] === element);
