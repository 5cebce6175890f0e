/** Compares two health checks: which fail or warn now, and which no longer do. */
import { comparedFindings, type Found } from './findings.js';
import type { DiffData } from './model.js';
import { exactTotal } from './rows.js';
import type { DoctorShape } from './shapes.js';
import type { Side } from './side.js';
import { unlikeSides } from './unlike.js';

const SEVERITY = { fail: 'high', warn: 'medium' } as const;

export function comparedDoctors(
  before: Side<DoctorShape>,
  after: Side<DoctorShape>,
): Pick<DiffData, 'unlike' | 'totals' | 'tables' | 'findings'> {
  const [one, other] = [before.data, after.data];
  const count = ({ checks }: DoctorShape, state: string): number => checks.filter((check) => check.state === state).length;
  const skipped = new Set(other.checks.filter(({ state }) => state === 'skipped').map(({ id }) => id));
  return {
    unlike: [...unlikeSides(before.side, after.side)],
    totals: (['fail', 'warn', 'skipped', 'ok'] as const).map((state) =>
      exactTotal(state, 'count', count(one, state), count(other, state)),
    ),
    tables: [],
    findings: comparedFindings(foundIn(one), foundIn(other), ({ code }) => skipped.has(code)),
  };
}

const foundIn = ({ checks }: DoctorShape): Found[] =>
  checks.flatMap(({ id, state, title, texts }) =>
    state === 'fail' || state === 'warn'
      ? [
          {
            identity: id,
            shown: { code: id, severity: SEVERITY[state], family: null, title, evidence: texts.join('; '), count: 1 },
          },
        ]
      : [],
  );
