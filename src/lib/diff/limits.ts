/** Compares what is used of limits: a table for each limit, because their units differ. */
import type { DiffData, DiffTable } from './model.js';
import { exactly } from './quantity.js';
import { refusePartial } from './refuse.js';
import { comparedRows, exactTotal, type Row } from './rows.js';
import type { LimitsShape } from './shapes.js';
import type { Side } from './side.js';
import { differing, differingOffset, unlikeSides } from './unlike.js';

type LimitedRow = LimitsShape['rows'][number];

export function comparedLimits(
  before: Side<LimitsShape>,
  after: Side<LimitsShape>,
): Pick<DiffData, 'unlike' | 'totals' | 'tables' | 'findings'> {
  const [one, other] = [before.data, after.data];
  refusePartial([before, after].map(({ side, data: { source } }) => ({ name: side.name, partial: source.partial })));
  const isAnonymous = [...one.rows, ...other.rows].some(({ subject: { id, name } }) => id === null && name !== null);
  const reached = ({ rows }: LimitsShape): number => rows.filter((row) => row.reached === true).length;
  return {
    unlike: [
      ...unlikeSides(before.side, after.side),
      ...differing('source', one.source.kind, other.source.kind),
      ...differingOffset(one.clock.utcOffset, other.clock.utcOffset),
      ...(isAnonymous ? [{ code: 'anonymous' as const, params: {} }] : []),
    ],
    totals: [
      exactTotal('limits', 'count', one.rows.length, other.rows.length),
      exactTotal('reached', 'count', reached(one), reached(other)),
    ],
    tables: isAnonymous ? [] : other.kinds.map((kind) => tableOf(kind, one, other)),
    findings: null,
  };
}

function tableOf({ id, unit }: LimitsShape['kinds'][number], before: LimitsShape, after: LimitsShape): DiffTable {
  const rowsOf = ({ rows }: LimitsShape): Row[] => rows.filter(({ limit }) => limit === id).map(rowOf);
  const figureUnit = unit === 'usd' ? 'usd' : 'count';
  return comparedRows({
    id,
    figures: [
      { id: 'used', unit: figureUnit },
      { id: 'allowed', unit: figureUnit },
    ],
    before: rowsOf(before),
    after: rowsOf(after),
    // Only those near a limit are listed.
    cut: { before: before.near !== null, after: after.near !== null },
    order: [0, 1],
  });
}

const rowOf = ({ word, subject: { id, name }, used, allowed }: LimitedRow): Row => ({
  id: JSON.stringify([word, id]),
  name: name ?? id ?? word,
  figures: [exactly(used), exactly(allowed)],
});
