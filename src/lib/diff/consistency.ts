/** Compares two checks of consistency. */
import type { DiffData } from './model.js';
import { comparedFindings, type Found } from './findings.js';
import { exactly } from './quantity.js';
import { refusePartial } from './refuse.js';
import { comparedRows, exactTotal } from './rows.js';
import { invariantId, type ConsistencyShape } from './shapes.js';
import { differing, differingOffset, unlikeSides } from './unlike.js';
import type { Side } from './side.js';

export function comparedChecks(
  before: Side<ConsistencyShape>,
  after: Side<ConsistencyShape>,
): Pick<DiffData, 'unlike' | 'totals' | 'tables' | 'findings'> {
  const [one, other] = [before.data, after.data];
  refusePartial([before, after].map(({ side, data: { source } }) => ({ name: side.name, partial: source.partial })));
  const isCut = [one, other].some(({ invariants }) => invariants.some(({ leftOut }) => Object.keys(leftOut).length > 0));
  const rowsOf = ({ invariants }: ConsistencyShape) =>
    invariants.map((invariant) => ({
      id: invariantId(invariant),
      name: `${invariant.id} ${invariant.title}`,
      figures: [exactly(invariant.violations)],
    }));
  const sumOf = ({ invariants }: ConsistencyShape, figure: 'checked' | 'violations'): number =>
    invariants.reduce((sum, row) => sum + row[figure], 0);
  return {
    unlike: [
      ...unlikeSides(before.side, after.side),
      ...differing('source', one.source.kind, other.source.kind),
      ...differingOffset(one.clock.utcOffset, other.clock.utcOffset),
      ...(isCut ? [{ code: 'cut-list' as const, params: {} }] : []),
    ],
    totals: [
      exactTotal('checked', 'count', sumOf(one, 'checked'), sumOf(other, 'checked')),
      exactTotal('differences', 'count', sumOf(one, 'violations'), sumOf(other, 'violations')),
    ],
    tables: [
      comparedRows({
        id: 'invariants',
        figures: [{ id: 'differences', unit: 'count' }],
        before: rowsOf(one),
        after: rowsOf(other),
        order: [0],
      }),
    ],
    findings: isCut ? null : comparedFindings(one.violations.map(foundOf), other.violations.map(foundOf), () => false),
  };
}

/** The key names the difference; how large it is may change. */
const foundOf = ({ invariant, profile, family, key, class: kind, cause }: ConsistencyShape['violations'][number]): Found => ({
  identity: JSON.stringify([invariant, profile, family, key, kind]),
  shown: { code: `${invariant} ${kind}`, severity: null, family, title: key, evidence: cause, count: 1 },
});
