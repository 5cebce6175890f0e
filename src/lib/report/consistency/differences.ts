/** Every difference. They are made one by one, because there may be hundreds of thousands. */
import type { ViolationGroup, ViolationRow } from '../../consistency/model.js';
import { formatCount } from '../../format/number.js';
import type { Block, Column, Item, Row } from '../document.js';
import { CLASSES, differenceLines, repairText } from './words.js';

export const differences = (groups: readonly ViolationGroup[]): Block[] => [
  {
    kind: 'list',
    id: 'differences',
    title: 'Differences',
    items: { [Symbol.iterator]: () => items(groups) },
    none: 'None.',
    detail: true,
  },
  { kind: 'records', id: 'differences', title: 'Differences', columns: COLUMNS, rows: { [Symbol.iterator]: () => rows(groups) } },
];

/** The worst class first. */
const inOrder = (groups: readonly ViolationGroup[]): ViolationGroup[] =>
  CLASSES.flatMap((each) => groups.filter((group) => group.class === each));

function* items(groups: readonly ViolationGroup[]): Generator<Item> {
  for (const group of inOrder(groups)) {
    let shown = 0;
    for (const row of group.rows()) {
      if (shown === 0) yield groupItem(group, row);
      yield rowItem(row, !group.hasOneCause);
      shown += 1;
    }
    if (group.count > shown) yield { title: `${formatCount(group.count - shown)} more: --all lists every one`, tone: 'quiet' };
  }
}

const groupItem = ({ invariant, class: kind, count, hasOneCause }: ViolationGroup, { cause }: ViolationRow): Item => ({
  lead: invariant,
  title: `${formatCount(count)} ${kind}${hasOneCause ? `: ${cause}` : ''}`,
  tone: 'strong',
});

function rowItem(row: ViolationRow, withCause: boolean): Item {
  const notes = [row.verdict, row.drift].filter((text) => text !== null).join(', ');
  return {
    title: `${row.key}${notes === '' ? '' : `  (${notes})`}`,
    tone: 'name',
    texts: [...differenceLines(row), ...(withCause ? [row.cause] : []), { text: repairText(row), tone: 'quiet' }],
  };
}

const COLUMNS: readonly Column[] = [
  { id: 'invariant', title: 'invariant', type: 'id' },
  { id: 'class', title: 'class', type: 'id' },
  { id: 'key', title: 'key', type: 'id' },
  { id: 'family', title: 'family', type: 'id' },
  { id: 'profile', title: 'profile', type: 'id' },
  { id: 'verdict', title: 'verdict', type: 'text' },
  { id: 'reason', title: 'known reason', type: 'id' },
  { id: 'field', title: 'first field', type: 'id' },
  { id: 'actual', title: 'actual', type: 'text' },
  { id: 'expected', title: 'expected', type: 'text' },
  { id: 'delta', title: 'delta', type: 'text' },
  { id: 'missing', title: 'members missing', type: 'count' },
  { id: 'ghosts', title: 'members without a key', type: 'count' },
  { id: 'altered', title: 'members altered', type: 'count' },
  { id: 'repair', title: 'repair', type: 'id' },
  { id: 'what', title: 'what', type: 'text' },
  { id: 'cause', title: 'cause', type: 'text' },
];

function* rows(groups: readonly ViolationGroup[]): Generator<Row> {
  for (const group of inOrder(groups)) for (const row of group.rows()) yield recordOf(row);
}

const recordOf = ({ drift, repair, fields, members, ...row }: ViolationRow): Row => ({
  ...row,
  reason: drift,
  field: Object.keys(fields)[0] ?? null,
  missing: members?.missing ?? null,
  ghosts: members?.ghosts ?? null,
  altered: members?.altered ?? null,
  repair: repair.kind,
  what: repair.what,
});
