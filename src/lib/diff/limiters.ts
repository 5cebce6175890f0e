/** Compares limiters: their keys, who is near and at a limit, and findings. */
import { comparedFindings, type Found } from './findings.js';
import type { DiffData } from './model.js';
import { exactly } from './quantity.js';
import { refusePartial } from './refuse.js';
import { comparedRows, exactTotal } from './rows.js';
import type { LimitersShape } from './shapes.js';
import type { Side } from './side.js';
import { differing, unlikeSides } from './unlike.js';

export function comparedLimiters(
  before: Side<LimitersShape>,
  after: Side<LimitersShape>,
): Pick<DiffData, 'unlike' | 'totals' | 'tables' | 'findings'> {
  const [one, other] = [before.data, after.data];
  refusePartial([before, after].map(({ side, data: { source } }) => ({ name: side.name, partial: source.partial })));
  const sumOf = ({ limiters }: LimitersShape, figure: 'keys' | 'permanent'): number =>
    limiters.reduce((sum, row) => sum + row[figure], 0);
  const rowsOf = ({ limiters }: LimitersShape) =>
    limiters.map(({ application, rule, title, keys, near, full, permanent }) => ({
      id: `${application}/${rule}`,
      name: `${rule} ${title}`,
      figures: [exactly(keys), exactly(near), exactly(full), exactly(permanent)],
    }));
  return {
    unlike: [...unlikeSides(before.side, after.side), ...differing('source', one.source.kind, other.source.kind)],
    totals: [
      exactTotal('keys', 'count', sumOf(one, 'keys'), sumOf(other, 'keys')),
      exactTotal('permanent', 'count', sumOf(one, 'permanent'), sumOf(other, 'permanent')),
    ],
    tables: [
      comparedRows({
        id: 'limiters',
        figures: [
          { id: 'keys', unit: 'count' },
          { id: 'near', unit: 'count' },
          { id: 'full', unit: 'count' },
          { id: 'permanent', unit: 'count' },
        ],
        before: rowsOf(one),
        after: rowsOf(other),
        order: [2, 1, 3, 0],
      }),
    ],
    findings: comparedFindings(one.findings.map(foundOf), other.findings.map(foundOf), () => false),
  };
}

/** The evidence names the limit where a family has several. */
const foundOf = (finding: LimitersShape['findings'][number]): Found => ({
  identity: JSON.stringify([finding.code, finding.family, finding.title]),
  shown: finding,
});
