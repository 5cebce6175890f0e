/**
 * What a restore has subtracted from counters. Runs at the same time may have raised one counter in turn. When one archive is
 * undone after the other, the counter may be below the result of a change, although it was not created again.
 */
import { addDecimals, isDecimal, subtractDecimals } from '../../format/decimal.js';
import type { Entry } from './entry.js';

export interface TakenBack {
  /** Notes that the change of the entry is undone, now or earlier. */
  add(entry: Entry): void;
  /** The amount of the field in records of other archives that are undone. */
  byOthers(entry: Entry, field: string): string;
}

const NOTHING: TakenBack = { add: () => {}, byOthers: () => '0' };

/** With several archives, takes memory for a few numbers for each changed field. */
export function takenBack(archives: number): TakenBack {
  if (archives < 2) return NOTHING;
  const sums = new Map<string, Map<number, string>>();
  const nameOf = (name: string, field: string): string => `${name.length} ${name}${field}`;
  return {
    add({ record: { name, fields = {} }, source }) {
      for (const [field, { before, after }] of Object.entries(fields)) {
        const from = before ?? '0';
        if (after === null || !isDecimal(from) || !isDecimal(after)) continue;
        const own = sums.get(nameOf(name, field)) ?? new Map<number, string>();
        sums.set(nameOf(name, field), own.set(source, addDecimals(own.get(source) ?? '0', subtractDecimals(after, from))));
      }
    },
    byOthers({ record: { name }, source }, field) {
      const all = [...(sums.get(nameOf(name, field)) ?? [])];
      return all.reduce((sum, [of, part]) => (of === source ? sum : addDecimals(sum, part)), '0');
    },
  };
}
