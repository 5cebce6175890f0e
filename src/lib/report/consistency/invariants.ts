/** The invariants: those with differences first, the worst class before the others. */
import type { ConsistencyData, InvariantRow } from '../../consistency/model.js';
import { formatCounted } from '../../format/number.js';
import type { Column, Row, Table } from '../document.js';
import { CLASSES, countsText, unjudgedOf, unjudgedText } from './words.js';

/** Number of rows on one screen. */
const SHOWN = 3;

const COLUMNS: readonly Column[] = [
  { id: 'invariant', title: 'id', type: 'id' },
  { id: 'title', title: 'invariant', type: 'text', whole: true },
  { id: 'differ', title: 'differ', type: 'text' },
  { id: 'checked', title: 'checked', type: 'count', drop: 1 },
  { id: 'hold', title: 'hold', type: 'count', detail: true, drop: 3 },
  { id: 'unjudged', title: 'not judged', type: 'text', drop: 2 },
  { id: 'violations', title: 'differences', type: 'count', only: 'machines' },
  ...CLASSES.map((each): Column => ({ id: each.replace('-', '_'), title: each, type: 'count', only: 'machines' })),
];

export function invariantsTable({ invariants }: ConsistencyData, detail: boolean): Table {
  const differ = invariants.filter(({ violations }) => violations > 0).length;
  const quiet = invariants.filter(({ checked, holds }) => checked > 0 && holds === checked).length;
  const rows = invariants
    .filter(({ checked }) => checked > 0)
    .toSorted((a, b) => rank(a) - rank(b) || b.violations - a.violations);
  const shown = Math.min(SHOWN, differ);
  const left = differ - shown;
  const open = rows.length - differ - quiet;
  const rest = [
    ...(left > 0 ? [`${left} more with differences`] : []),
    ...(quiet > 0 ? [`${quiet} that ${quiet === 1 ? 'holds' : 'hold'} everywhere`] : []),
    ...(open > 0 ? [`${open} judged in part`] : []),
  ].join(', ');
  return {
    kind: 'table',
    id: 'invariants',
    title: differ > 0 ? 'Invariants that differ' : 'Invariants',
    ...(quiet > 0 && { remark: holding(quiet, differ > 0) }),
    columns: COLUMNS,
    rows: rows.map(rowOf),
    shown,
    rest,
    detail: detail || differ === 0,
  };
}

const holding = (quiet: number, areOthers: boolean): string =>
  areOthers
    ? `${formatCounted(quiet, 'other holds', 'others hold')} everywhere`
    : `${formatCounted(quiet, 'holds', 'hold')} everywhere`;

/** The rank of its worst class. Invariants that are not judged come after those that differ, and those that hold come last. */
function rank(row: InvariantRow): number {
  const worst = CLASSES.findIndex((each) => row.byClass[each] !== undefined);
  if (worst >= 0) return worst;
  return unjudgedOf(row) > 0 ? CLASSES.length : CLASSES.length + 1;
}

/** The most common reason. */
function mainReason({ unjudged }: InvariantRow): string {
  const [main, ...others] = Object.entries(unjudged).toSorted(([, a], [, b]) => b - a);
  return main === undefined ? '' : `${unjudgedText(Object.fromEntries([main]))}${others.length > 0 ? ' …' : ''}`;
}

const rowOf = (row: InvariantRow): Row => ({
  invariant: row.id,
  title: row.title,
  differ: countsText(
    CLASSES.flatMap((each) => (row.byClass[each] === undefined ? [] : [{ class: each, count: row.byClass[each] }])),
  ),
  checked: row.checked,
  hold: row.holds,
  unjudged: { value: unjudgedOf(row), text: mainReason(row), tone: 'quiet' },
  violations: row.violations,
  ...Object.fromEntries(CLASSES.map((each) => [each.replace('-', '_'), row.byClass[each] ?? 0])),
});
