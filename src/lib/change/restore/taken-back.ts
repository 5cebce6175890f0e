/**
 * What a restore has taken back of counters. Runs that went on at the same time may have raised one counter by turns: undone one archive after the
 * other, a counter may be below what a change had made of it, although nobody has begun it anew.
 */
import { addDecimals, isDecimal, subtractDecimals } from '../../format/decimal.js';
import type { Entry } from './entry.js';

export interface TakenBack {
  /** The entry's change has been taken back, now or before. */
  add(entry: Entry): void;
  /** What was added to the field by the records of other archives that have been taken back. */
  byOthers(entry: Entry, field: string): string;
}

const NOTHING: TakenBack = { add: () => {}, byOthers: () => '0' };

/** Memory: some numbers for each field that was changed, where there are several archives. */
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
