/** Subtracts from single counters what was added. */
import { addDecimals, compareDecimals, isCounter, isDecimal, subtractDecimals } from '../../format/decimal.js';
import type { ArchiveRecord } from '../archive/record.js';

export type CounterFields = NonNullable<ArchiveRecord['fields']>;

/** The field name for the whole value of a string. */
export const WHOLE = '';

/**
 * The new text of each field; `null`: removed. Fields that need no change are left out. A counter keeps what was added since the
 * change. A counter below the result of the change was not changed, or started again, and stays. `others`: what was subtracted
 * from a field for other records, which it would contain otherwise. `isCertain`: the change was certainly made.
 */
export function countersBefore(
  fields: CounterFields,
  live: ReadonlyMap<string, string>,
  isCertain: boolean,
  others: (field: string) => string = () => '0',
): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const [field, { before, after }] of Object.entries(fields)) {
    const present = live.get(field) ?? null;
    const besides = others(field);
    if (present !== null && isLowered(before, after)) {
      // A counter that was lowered may have counted up to what it was before. One that is not below that was perhaps never lowered.
      if (!isCertain && isDecimal(present) && compareDecimals(present, before!) >= 0) continue;
    } else if (present === before && besides === '0') continue;
    if (present === after) found.set(field, before);
    else if (present !== null && after !== null && isDecimal(present) && isMovedOn(addDecimals(present, besides), before, after))
      found.set(
        field,
        before === null ? subtractDecimals(present, after) : subtractDecimals(present, subtractDecimals(after, before)),
      );
  }
  return found;
}

const isLowered = (before: string | null, after: string | null): boolean =>
  before !== null && after !== null && isDecimal(before) && isDecimal(after) && compareDecimals(after, before) < 0;

function isMovedOn(present: string, before: string | null, after: string): boolean {
  if (!isDecimal(after) || (before !== null && !isDecimal(before))) return false;
  const raised = compareDecimals(after, before ?? '0') >= 0;
  return raised ? compareDecimals(present, after) > 0 : compareDecimals(present, after) >= 0;
}

/** The commands for these fields of a hash, or of a string under the name `WHOLE`. `live`: the current value. */
export function counterCommands(
  name: string,
  type: 'hash' | 'string',
  wanted: ReadonlyMap<string, string | null>,
  live: ReadonlyMap<string, string>,
): string[][] {
  return [...wanted].map(([field, value]) => {
    if (type === 'string') return value === null ? ['UNLINK', name] : ['SET', name, value, 'KEEPTTL'];
    if (value === null) return ['HDEL', name, field];
    const present = live.get(field);
    if (present !== undefined && isCounter(present) && isCounter(value)) {
      const step = subtractDecimals(value, present);
      // The difference of two counters may be beyond 64 bits.
      if (isCounter(step)) return ['HINCRBY', name, field, step];
    }
    return ['HSET', name, field, value];
  });
}
