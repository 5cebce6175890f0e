/** Takes back what was added to single counters. */
import { addDecimals, compareDecimals, isCounter, isDecimal, subtractDecimals } from '../../format/decimal.js';
import type { ArchiveRecord } from '../archive/record.js';

export type CounterFields = NonNullable<ArchiveRecord['fields']>;

/** The field that stands for a string's whole value. */
export const WHOLE = '';

/**
 * Each field as it is to be now, `null` for none; a field that needs no change is left out. A counter that has gone on since keeps what was
 * added meanwhile; one that is below what the change had made of it was not changed, or begun anew, and stays. `others`: what has been taken back
 * of a field besides, which it would hold as well.
 */
export function countersBefore(
  fields: CounterFields,
  live: ReadonlyMap<string, string>,
  others: (field: string) => string = () => '0',
): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const [field, { before, after }] of Object.entries(fields)) {
    const present = live.get(field) ?? null;
    const besides = others(field);
    if (present === before && besides === '0') continue;
    if (present === after) found.set(field, before);
    else if (present !== null && after !== null && isDecimal(present) && isMovedOn(addDecimals(present, besides), before, after))
      found.set(
        field,
        before === null ? subtractDecimals(present, after) : subtractDecimals(present, subtractDecimals(after, before)),
      );
  }
  return found;
}

function isMovedOn(present: string, before: string | null, after: string): boolean {
  if (!isDecimal(after) || (before !== null && !isDecimal(before))) return false;
  const raised = compareDecimals(after, before ?? '0') >= 0;
  return raised ? compareDecimals(present, after) > 0 : compareDecimals(present, after) >= 0;
}

/** The commands for these fields of a hash, or of a string under the name `WHOLE`. `live`: as it has just been read. */
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
      // Two counters may lie further apart than one of them can be counted.
      if (isCounter(step)) return ['HINCRBY', name, field, step];
    }
    return ['HSET', name, field, value];
  });
}
