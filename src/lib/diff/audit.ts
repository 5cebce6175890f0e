/** Compares two audits. */
import { says } from '../errors/results.js';
import type { DiffData, DiffFinding, Unlike } from './model.js';
import { comparedFindings, type Found } from './findings.js';
import { exactly, type Quantity } from './quantity.js';
import { notComparable, refusePartial } from './refuse.js';
import { comparedRows, exactTotal, totalOf, type Row } from './rows.js';
import { familyId, type AuditShape } from './shapes.js';
import { differing, differingOffset, unlikeSides } from './unlike.js';
import type { Side } from './side.js';

type Parts = Pick<DiffData, 'unlike' | 'totals' | 'tables' | 'findings'>;

export function comparedAudits(before: Side<AuditShape>, after: Side<AuditShape>): Parts {
  refusePartial(
    [before, after].map(({ side, data: { source } }) => ({ name: side.name, partial: source.endedBecause && source.partial })),
  );
  refuseOtherKeys(before, after);
  const areSizesAlike = before.data.source.sizes === after.data.source.sizes;
  const bytesOf = (side: Side<AuditShape>, family: AuditShape['families'][number]): Quantity =>
    areSizesAlike ? sizeOf(family, side.data.source.sizes) : UNKNOWN;
  const rowsOf = (side: Side<AuditShape>): Row[] =>
    side.data.families.map((family) => ({
      id: familyId(family),
      name: family.pattern,
      figures: [exactly(family.keys), bytesOf(side, family)],
    }));
  const bytesOfAll = (side: Side<AuditShape>): Quantity => sumOf(side.data.families.map((family) => bytesOf(side, family)));
  return {
    unlike: unlikeAudits(before, after),
    totals: [
      exactTotal('keys', 'count', before.data.keys, after.data.keys),
      totalOf('bytes', 'bytes', bytesOfAll(before), bytesOfAll(after)),
      exactTotal('used-memory', 'bytes', before.data.memory.usedMemory, after.data.memory.usedMemory),
    ],
    tables: [
      comparedRows({
        id: 'families',
        figures: [
          { id: 'keys', unit: 'count' },
          { id: 'bytes', unit: 'bytes' },
        ],
        before: rowsOf(before),
        after: rowsOf(after),
        order: [1, 0],
      }),
    ],
    findings: comparedFindings(
      before.data.findings.map(foundOf),
      after.data.findings.map(foundOf),
      ({ code }) => after.data.source.partial !== null || after.data.notCheckable.some(({ codes }) => codes.includes(code)),
    ),
  };
}

/** Audits of other keys have nothing to compare. */
function refuseOtherKeys(before: Side<AuditShape>, after: Side<AuditShape>): void {
  const [one, other] = [before.data.source.filter, after.data.source.filter];
  if (one.pattern !== other.pattern || one.type !== other.type) throw notComparable(says('other-filter'));
  const [db, otherDb] = [databasesOf(before), databasesOf(after)];
  if (before.target !== null && after.target !== null && db !== otherDb)
    throw notComparable(says('other-databases', { databases: [db, otherDb] }));
}

const databasesOf = ({ target, data }: Side<AuditShape>): string =>
  target === null
    ? data.databases
        .map(({ db }) => db)
        .toSorted((a, b) => a - b)
        .join(', ')
    : String(target.db);

function unlikeAudits(before: Side<AuditShape>, after: Side<AuditShape>): Unlike[] {
  const [one, other] = [before.data, after.data];
  const modeOf = ({ source }: AuditShape): string => (source.exact ? 'exact' : 'sampled');
  const bothSides = [['before', one] as const, ['after', other] as const];
  return [
    ...unlikeSides(before.side, after.side),
    ...differing('source', one.source.kind, other.source.kind),
    ...differing('databases', databasesOf(before), databasesOf(after)),
    ...differing('mode', modeOf(one), modeOf(other)),
    ...differing('sizes', one.source.sizes, other.source.sizes),
    ...differingOffset(one.clock.utcOffset, other.clock.utcOffset),
    ...bothSides.flatMap(([side, { source }]): Unlike[] => [
      ...(source.countProven ? [] : [{ code: 'unproven' as const, params: { side } }]),
      ...(source.partial === null ? [] : [{ code: 'unanswered' as const, params: { side } }]),
    ]),
  ];
}

const UNKNOWN: Quantity = { value: null, half: null };

/** Sizes of a snapshot are computed, always in the same way. */
function sizeOf({ bytes, bytesLow, bytesHigh }: AuditShape['families'][number], sizes: AuditShape['source']['sizes']): Quantity {
  if (bytes === null) return UNKNOWN;
  if (bytesLow !== null && bytesHigh !== null) return { value: bytes, half: Math.max(bytesHigh - bytes, bytes - bytesLow, 0) };
  return { value: bytes, half: sizes === 'snapshot' ? 0 : null };
}

/** Samples of families are independent of each other. */
function sumOf(quantities: readonly Quantity[]): Quantity {
  let [value, half]: [number, number | null] = [0, 0];
  for (const quantity of quantities) {
    if (quantity.value === null) return UNKNOWN;
    value += Number(quantity.value);
    half = half === null || quantity.half === null ? null : Math.hypot(half, quantity.half);
  }
  return { value, half };
}

/** Params that say what a finding is about, where a family has several of one code. */
const SUBJECTS = ['key', 'owner', 'limit', 'pattern', 'member', 'secret', 'application', 'limiter', 'what'];

function foundOf({ params, profile, ...finding }: AuditShape['findings'][number]): Found {
  const subject = SUBJECTS.map((name) => params[name]).filter((value) => typeof value === 'string');
  const shown: DiffFinding = {
    code: finding.code,
    severity: finding.severity,
    family: finding.family,
    title: finding.title,
    evidence: finding.evidence,
    count: finding.count,
  };
  return { identity: JSON.stringify([finding.code, profile, finding.family, ...subject]), shown };
}
