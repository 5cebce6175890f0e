/** Rows of two tables by their ids: which are new, gone, grown and shrunk. */
import type { Value } from '../usage/model.js';
import type { DiffRow, DiffTable, DiffUnit, DiffTotal } from './model.js';
import { bySizeOfChange, changeOf, stateOf, type Quantity } from './quantity.js';

export interface Row {
  id: string;
  name: string;
  figures: readonly Quantity[];
}

interface TableAsked {
  id: string;
  figures: readonly { id: string; unit: DiffUnit }[];
  before: readonly Row[];
  after: readonly Row[];
  /** Whether rows are missing on one side, because only the largest are listed. */
  cut?: { before: boolean; after: boolean };
  /** Indexes of the figures that rows are sorted by. */
  order: readonly number[];
}

export function comparedRows({ id, figures, before, after, cut, order }: TableAsked): DiffTable {
  const [olds, news] = [byId(before), byId(after)];
  const rows: DiffRow[] = [];
  let [same, unlisted] = [0, 0];
  for (const key of new Set([...olds.keys(), ...news.keys()])) {
    const [old, now] = [olds.get(key), news.get(key)];
    const isCut = (old === undefined && cut?.before === true) || (now === undefined && cut?.after === true);
    if (isCut) {
      unlisted++;
      continue;
    }
    const changes = figures.map((_, at) => changeOf(old?.figures[at], now?.figures[at]));
    const state = stateOf(old, now, changes);
    if (state === null) same++;
    else rows.push({ id: key, name: (now ?? old)!.name, state, figures: changes });
  }
  return { id, figures: [...figures], rows: rows.toSorted(bySizeOfChange(order)), same, unlisted };
}

/** Labels of usage may be masked, and so be the same; the first row counts. All other ids are unique. */
function byId(rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) if (!found.has(row.id)) found.set(row.id, row);
  return found;
}

export const totalOf = (id: string, unit: DiffUnit, before: Quantity, after: Quantity): DiffTotal => ({
  id,
  unit,
  ...changeOf(before, after),
});

export const exactTotal = (id: string, unit: DiffUnit, before: Value, after: Value): DiffTotal =>
  totalOf(id, unit, { value: before, half: 0 }, { value: after, half: 0 });
