/** Differences by class: their causes, and a few keys of the worst classes. */
import type { DifferenceClass } from '../../profile/invariants.js';
import type { ConsistencyData, ViolationGroup, ViolationRow } from '../../consistency/model.js';
import { formatCount } from '../../format/number.js';
import { withoutStop } from '../../format/sentence.js';
import type { Item, List } from '../document.js';
import { classCounts, differenceLines, MEANING, repairText } from './words.js';

/** Number of causes of each class on one screen. */
const CAUSES = 1;
/** Number of classes on one screen. */
const SHOWN = 3;
/** Classes without a fault of the data, or whose name is enough. */
const QUIET: ReadonlySet<DifferenceClass> = new Set(['orphan', 'stale', 'known-drift']);

export function classesList(data: ConsistencyData, groups: readonly ViolationGroup[], detail: boolean): List {
  const counts = classCounts(data);
  return {
    kind: 'list',
    id: 'classes',
    title: 'What differs, and why',
    items: counts.map(({ class: kind, count }, place) => classItem({ kind, count, isWorst: place === 0 }, groups)),
    shown: SHOWN,
    rest: `${counts.length - SHOWN} more classes`,
    none: 'Everything that could be judged holds.',
    detail,
  };
}

interface Counted {
  kind: DifferenceClass;
  count: number;
  isWorst: boolean;
}

function classItem({ kind, count, isWorst }: Counted, groups: readonly ViolationGroup[]): Item {
  const own = groups.filter((group) => group.class === kind);
  const causes = causesOf(own);
  const texts = [...causes].slice(0, CAUSES).map(causeText);
  const examples = isWorst && !QUIET.has(kind) ? firstRows(own, 1).map(exampleText) : [];
  return {
    title: `${formatCount(count)} ${kind}: ${MEANING[kind]}`,
    tone: 'strong',
    texts: [...texts, ...examples.map((text) => ({ text, tone: 'quiet' as const }))],
    details: [...causes].slice(CAUSES).map(causeText),
  };
}

/** Number of rows of each group whose causes are collected. The other rows usually have the same causes. */
const LOOKED_AT = 100;

/** Invariants by cause. */
function causesOf(groups: readonly ViolationGroup[]): Map<string, Set<string>> {
  const causes = new Map<string, Set<string>>();
  for (const group of groups) {
    for (const { cause, invariant } of firstRows([group], group.hasOneCause ? 1 : LOOKED_AT)) {
      const ids = causes.get(cause) ?? new Set();
      causes.set(cause, ids.add(invariant));
    }
  }
  return causes;
}

function firstRows(groups: readonly ViolationGroup[], most: number): ViolationRow[] {
  const rows: ViolationRow[] = [];
  for (const group of groups) {
    for (const row of group.rows()) {
      if (rows.length === most) return rows;
      rows.push(row);
    }
  }
  return rows;
}

const causeText = ([cause, ids]: [string, ReadonlySet<string>]): string => `${withoutStop(cause)} (${[...ids].join(', ')})`;

function exampleText(row: ViolationRow): string {
  const [first, ...others] = differenceLines(row);
  const more = others.length > 0 ? ` and ${formatCount(others.length)} more` : '';
  const verdict = row.verdict === null ? '' : `${row.verdict}; `;
  return `${row.invariant} ${row.key}: ${verdict}${first === undefined ? repairText(row) : `${first}${more}`}`;
}
