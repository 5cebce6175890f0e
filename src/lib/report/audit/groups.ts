/** The share of fine-grained statistics, then the whole keyspace by grain and by class. */
import { formatCounted, formatPlusMinus, formatShare } from '../../format/number.js';
import { isLowerBound, sumFigures } from '../../audit/bytes-figure.js';
import type { AuditData, GroupRow } from '../../audit/model.js';
import type { Chart, Fact, Facts, Row, Table } from '../document.js';
import { groupCharts } from './charts.js';
import { amountText, bytesText } from './figures.js';

/** A line for each kind of statistics, and a table of all groups. */
export function groupBlocks(data: AuditData): (Facts | Chart | Table)[] {
  const facts = statistics(data)
    .filter(({ group }) => group.share >= WORTH_SAYING)
    .map(factOf);
  return [
    ...(facts.length === 0 ? [] : [{ kind: 'facts', id: 'groups', facts } as const]),
    ...groupCharts(data),
    groupsTable(data),
  ];
}

/** Share of all keys. */
const WORTH_SAYING = 0.01;

interface Group {
  name: string;
  group: GroupRow;
}

function statistics({ fineGrained: { hourly, minute, perModel } }: AuditData): Group[] {
  return present({ hourly, 'per minute': minute, 'per model': perModel });
}

const LABELS: Readonly<Record<string, string>> = { hourly: 'By hour', 'per minute': 'By minute', 'per model': 'By model' };

const factOf = ({ name, group }: Group): Fact => ({
  label: LABELS[name] ?? name,
  text: `statistics take ${amountText(group, `${formatCounted(group.keys, 'key', 'keys')} (${formatShare(group.share)})`)}`,
});

function groupsTable(data: AuditData): Table {
  const sum = sumFigures(data.families);
  // A share of a lower bound would be too large.
  const total = isLowerBound(sum) ? null : sum.bytes;
  const isUncertain = data.families.some(({ bytesLow, bytesHigh }) => bytesLow !== bytesHigh);
  return {
    kind: 'table',
    id: 'groups',
    title: 'What the statistics take',
    remark: 'hourly, per minute and per model overlap',
    detail: true,
    none: 'no keys',
    columns: [
      { id: 'by', title: 'by', type: 'text' },
      { id: 'group', title: 'group', type: 'text' },
      { id: 'families', title: 'families', type: 'count' },
      { id: 'keys', title: 'keys', type: 'count' },
      { id: 'share', title: 'share', type: 'share' },
      { id: 'bytes', title: 'bytes', type: 'bytes' },
      ...(isUncertain ? [{ id: 'plus_minus', title: '±', type: 'share', only: 'people' } as const] : []),
      { id: 'share_of_bytes', title: 'of bytes', type: 'share', ...(total === null && { only: 'machines' as const }) },
    ],
    rows: [
      ...rowsOf('statistics', statistics(data), total),
      ...rowsOf('grain', present(data.byGrain), total),
      ...rowsOf('class', present(data.byClass), total),
    ],
  };
}

/** Largest first, without empty groups. */
const present = (groups: Readonly<Partial<Record<string, GroupRow>>>): Group[] =>
  Object.entries(groups)
    .flatMap(([name, group]) => (group === undefined || group.keys === 0 ? [] : { name, group }))
    .toSorted((one, other) => (other.group.bytes ?? 0) - (one.group.bytes ?? 0) || other.group.keys - one.group.keys);

const rowsOf = (by: string, groups: readonly Group[], total: number | null): Row[] =>
  groups.map(({ name, group }, index) => ({
    by: { value: by, tone: 'quiet', ...(index > 0 && { text: '' }) },
    group: name,
    families: group.families,
    keys: group.keys,
    share: group.share,
    bytes: { value: group.bytes, text: bytesText(group) },
    plus_minus: { value: null, text: formatPlusMinus(group.bytes, group.bytesLow, group.bytesHigh).slice(1) },
    share_of_bytes: total === null || total === 0 || group.bytes === null ? null : Math.min(1, group.bytes / total),
  }));
